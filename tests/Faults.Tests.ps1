#requires -Version 7.4
<#
    Bad input, broken things and interruptions, on the built module and real containers: what goes wrong is said clearly, leaves nothing half-made that the same command or Remove does not
    mend, and loses nothing. Runs in Pester 5 and 6 and in the stand-in (tests/Pester). Within a Context each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder faults
    $script:azure = Start-OwnAzure $folder
}

AfterAll { Remove-OwnAzure $folder }

Describe 'Bad input' {
    It 'refuses the name <word> before anything is made' -ForEach @(
        @{ Word = 'Dev' }, @{ Word = 'd' }, @{ Word = 'a' * 41 }, @{ Word = 'größe' }, @{ Word = "d$([char]0x435)v" }, @{ Word = '1dev' }, @{ Word = '-dev' }, @{ Word = 'dev-' }, @{ Word = 'd--ev' }
        @{ Word = 'dev-pods' }, @{ Word = 'de.v' }, @{ Word = 'de v' }, @{ Word = 'de_v' }, @{ Word = '../dev' }, @{ Word = "dev`n" }
    ) {
        Confirm-Refusal { New-FrankenetesCluster $word -ErrorAction Stop } 'InvalidClusterName,*.NewFrankenetesClusterCommand' $word
        Confirm-Nothing $azure
    }

    It 'refuses an empty name for every cmdlet that takes one' {
        { New-FrankenetesCluster '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*.NewFrankenetesClusterCommand'
        { Suspend-FrankenetesCluster '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*.SuspendFrankenetesClusterCommand'
        { Resume-FrankenetesCluster '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*.ResumeFrankenetesClusterCommand'
        { Remove-FrankenetesCluster '' -Force } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*.RemoveFrankenetesClusterCommand'
    }

    It 'goes on with the next name when one is refused' {
        $refused = $null
        $null = 'Dev', 'dev' | New-FrankenetesCluster -WhatIf -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused.Count | Should -Be 1
    }

    It 'refuses the Kubernetes version <word>' -ForEach @{ Word = 'abc' }, @{ Word = 'v1.20' }, @{ Word = 'v1.19.9' }, @{ Word = "v1.20.2`n" } {
        Confirm-Refusal { New-FrankenetesCluster dev -KubernetesVersion $word -ErrorAction Stop } 'InvalidKubernetesVersion,*.NewFrankenetesClusterCommand' $word
        Confirm-Nothing $azure
    }

    It 'refuses the location <word>' -ForEach @{ Word = 'Nowhere!' }, @{ Word = 'nowhere' } {
        Confirm-Refusal { New-FrankenetesCluster dev -Location $word -ErrorAction Stop } 'InvalidLocation,*.NewFrankenetesClusterCommand' $word
        Confirm-Nothing $azure
    }

    It 'says that there is no such cluster' {
        foreach ($absent in 'absent', 'a/b', '..', 'de v', 'xy#z%41') {
            Confirm-Refusal { Get-FrankenetesPod $absent -ErrorAction Stop } 'ClusterNotFound,*.GetFrankenetesPodCommand' $absent
            Confirm-Refusal { Suspend-FrankenetesCluster $absent -Confirm:$false -ErrorAction Stop } 'ClusterNotFound,*.SuspendFrankenetesClusterCommand' $absent
        }
        Confirm-Refusal { Get-FrankenetesCluster absent -ErrorAction Stop } 'ClusterNotFound,*.GetFrankenetesClusterCommand' 'absent'
        Confirm-Refusal { Get-FrankenetesNode absent -ErrorAction Stop } 'ClusterNotFound,*.GetFrankenetesNodeCommand' 'absent'
        Confirm-Refusal { Resume-FrankenetesCluster absent -ErrorAction Stop } 'ClusterNotFound,*.ResumeFrankenetesClusterCommand' 'absent'
        Confirm-Refusal { Export-FrankenetesKubeConfig absent -Path "$folder/absent" -ErrorAction Stop } 'ClusterNotFound,*.ExportFrankenetesKubeConfigCommand' 'absent'
        [IO.File]::Exists("$folder/absent") | Should -BeFalse
        Confirm-Refusal { Remove-FrankenetesCluster absent -Force -ErrorAction Stop } 'ClusterNotFound,*.RemoveFrankenetesClusterCommand' 'absent'
        foreach ($pattern in 'absent*', 'x?y') { Remove-FrankenetesCluster $pattern -Force | Should -BeNullOrEmpty }
    }

    It 'refuses a wrong credential without repeating it, and an unknown subscription' {
        $about = [Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText("$folder/local-azure.json")).RootElement
        $connect = 'function Connect($id, $subscription, $secret) { $secure = [securestring]::new(); foreach ($c in $secret.ToCharArray()) { $secure.AppendChar($c) }; ' +
            "Connect-Frankenetes -Subscription `$subscription -Tenant '$($azure.TenantId)' -Environment '$($azure.ResourceManagerEndpoint)' -Authority '$($about.GetProperty('authority'))' " +
            '-ServicePrincipal ([pscredential]::new($id, $secure)) -ErrorAction Stop }; ' +
            "`$about = [Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText('$folder/local-azure.json')).RootElement; `$right = `$about.GetProperty('clientSecret').GetString(); `$id = '$($about.GetProperty('clientId'))'; "
        $report = '[Console]::Out.WriteLine("$($_.FullyQualifiedErrorId): $_ / $($_.ErrorDetails.RecommendedAction)")'
        $said = Invoke-Shell -Environment @{ SSL_CERT_FILE = $azure.CaCertificatePath } -Command ($connect +
            "try { Connect `$id '$($azure.SubscriptionId)' 'not-the-secret' } catch { $report }; " +
            "`$null = Connect `$id '$([guid]::NewGuid())' `$right; try { Get-FrankenetesCluster -ErrorAction Stop } catch { $report }; " +
            "`$right = (Connect `$id '$($azure.SubscriptionId)' `$right).SubscriptionId; [Console]::Out.WriteLine(""signed in to `$right"")")
        $said | Should -Match '(?m)^SignInFailed,\S+ConnectFrankenetesCommand: ClientSecretCredential authentication failed: .*secret.* / .+$'
        $said | Should -Not -Match 'not-the-secret'
        $said | Should -Match '(?m)^SubscriptionNotFound,\S+GetFrankenetesClusterCommand: .+ / .+$'
        $said | Should -Match "signed in to $($azure.SubscriptionId)"
    }
}

Describe 'A local Azure that cannot start' {
    It 'says which port is in use' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            $port = $listener.LocalEndpoint.Port
            Confirm-Refusal { Start-FrankenetesLocalAzure -StatePath "$folder-port" -Port $port -ErrorAction Stop } 'PortInUse,*.StartFrankenetesLocalAzureCommand' "$port"
            (Get-FrankenetesLocalAzure "$folder-port").Running | Should -BeFalse
        }
        finally { $listener.Stop() }
        [IO.Directory]::Delete("$folder-port", $true)
    }

    It 'is taken down even where another has taken its port' {
        $port = ([uri] (Start-FrankenetesLocalAzure -StatePath "$folder-moved").ResourceManagerEndpoint).Port
        Stop-FrankenetesLocalAzure -StatePath "$folder-moved"
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, $port)
        $listener.Start()
        try {
            Confirm-Refusal { Start-FrankenetesLocalAzure -StatePath "$folder-moved" -ErrorAction Stop } 'PortInUse,*.StartFrankenetesLocalAzureCommand' "$port"
            Stop-FrankenetesLocalAzure -StatePath "$folder-moved" -RemoveAll
            (Get-FrankenetesLocalAzure "$folder-moved").Running | Should -BeFalse
        }
        finally { $listener.Stop() }
        [IO.Directory]::Delete("$folder-moved", $true)
    }

    It 'says which engine does not answer' {
        try { Confirm-Refusal { Start-FrankenetesLocalAzure -StatePath "$folder-engine" -Engine 'unix:///nonexistent.sock' -ErrorAction Stop } 'ContainerEngineMissing,*.StartFrankenetesLocalAzureCommand' '/nonexistent.sock' }
        finally { [IO.Directory]::Delete("$folder-engine", $true) }
    }

    It 'says which state folder cannot be used' {
        [IO.File]::WriteAllText("$folder-file", '')
        try {
            foreach ($path in "$folder-file", "$folder-file/state", '/proc/frankenetes') {
                Confirm-Refusal { Start-FrankenetesLocalAzure -StatePath $path -ErrorAction Stop } 'StateFolderUnusable,*.StartFrankenetesLocalAzureCommand' $path
                Confirm-Refusal { Connect-Frankenetes -StatePath $path -ErrorAction Stop } 'StateFolderUnusable,*.ConnectFrankenetesCommand' $path
            }
        }
        finally { [IO.File]::Delete("$folder-file") }
        # A connection that could not be made leaves the one there was.
        Get-FrankenetesCluster | Should -BeNullOrEmpty
    }
}

Describe 'A shell that is killed' {
    # Each round kills every operation once, at an instant of its own, and runs the same command again.
    Context 'round <round>' -ForEach @(
        @{ Round = 1; New = 'Making the resource group', 0; Suspend = 'Holding the node still', 0; Resume = 'Opening storage to the new epoch', 0; Remove = 'Marking the cluster as being removed', 0 }
        @{ Round = 2; New = 'Making storage and uploading the agent', 60; Suspend = 'Sealing the final snapshot', 0; Resume = 'Starting the control plane', 150; Remove = 'Deleting all resources', 0 }
        @{ Round = 3; New = 'Starting the control plane', 300; Suspend = 'Checking the final snapshot', 0; Resume = 'Waiting for the API server', 700; Remove = 'Deleting all resources', 120 }
        @{ Round = 4; New = 'Waiting for the node', 0; Suspend = 'Deleting container groups', 30; Resume = 'Waiting for the pods', 0; Remove = 'Deleting all resources', 250 }
    ) {
        It 'in New, New again makes one whole cluster' {
            $script:name = "killed$round"
            Stop-ShellAt $folder "New-FrankenetesCluster $name" $new[0] $new[1]
            # Null where the instant was before the name was claimed.
            $id = Get-FrankenetesCluster $name -ErrorAction SilentlyContinue | ForEach-Object { $_.Id }
            $cluster = New-FrankenetesCluster $name
            $cluster.State | Should -Be 'Running'
            if ($id) { $cluster.Id | Should -Be $id }
            Add-Work $azure $name
            Confirm-OneOfEach $azure
            $script:identity = Get-WorkIdentity $azure $name
            @($identity -split "`n").Count | Should -Be 3
        }

        It 'in Suspend, Suspend again leaves nothing running' {
            Stop-ShellAt $folder "Suspend-FrankenetesCluster $name -Confirm:`$false" $suspend[0] $suspend[1]
            (Suspend-FrankenetesCluster $name -Confirm:$false).State | Should -Be 'Suspended'
            Get-OwnContainer $azure | Should -BeNullOrEmpty
        }

        It 'in Resume, Resume again brings the same objects back' {
            Stop-ShellAt $folder "Resume-FrankenetesCluster $name" $resume[0] $resume[1]
            (Resume-FrankenetesCluster $name).State | Should -Be 'Running'
            Get-WorkIdentity $azure $name | Should -Be $identity
            $null = Invoke-Kubectl wait --for=condition=Ready pod/nap --timeout=90s
            Confirm-OneOfEach $azure
        }

        It 'in Remove, Remove again leaves nothing behind' {
            Stop-ShellAt $folder "Remove-FrankenetesCluster $name -Force" $remove[0] $remove[1]
            # There may be nothing left: that would be an error here and is what is looked for below.
            Remove-FrankenetesCluster $name -Force -ErrorAction Ignore
            Confirm-Nothing $azure
        }
    }
}

Describe 'A cluster that is disturbed' {
    Context 'while it is made' {
        It 'is whole in spite of an engine that stops' {
            $script:name = 'disturbed'
            $made = Invoke-During "New-FrankenetesCluster $name" 'Starting the control plane' { [Diagnostics.Process]::GetProcessById([int] [IO.File]::ReadAllText("$folder/engine/podman.pid")).Kill() }
            $made.State | Should -Be 'Running'
            Add-Work $azure $name
            Confirm-OneOfEach $azure
            $script:identity = Get-WorkIdentity $azure $name
        }

        It 'keeps its name to itself' {
            Confirm-Refusal { New-FrankenetesCluster $name -ErrorAction Stop } 'ClusterExists,*.NewFrankenetesClusterCommand' $name
        }

        It 'is changed by no -WhatIf' {
            $before = @(Get-OwnContainer $azure) + @(Get-AzureResource $azure)
            $epoch = (Get-FrankenetesCluster $name).Epoch
            New-FrankenetesCluster other -WhatIf | Should -BeNullOrEmpty
            Suspend-FrankenetesCluster $name -WhatIf | Should -BeNullOrEmpty
            Resume-FrankenetesCluster $name -WhatIf | Should -BeNullOrEmpty
            Remove-FrankenetesCluster $name -WhatIf
            Remove-FrankenetesCluster $name -Force -WhatIf
            Export-FrankenetesKubeConfig $name -Path "$folder/shown" -WhatIf | Should -BeNullOrEmpty
            Stop-FrankenetesLocalAzure -StatePath $folder -RemoveAll -WhatIf
            Start-FrankenetesLocalAzure -StatePath "$folder-shown" -WhatIf | Should -BeNullOrEmpty
            [IO.File]::Exists("$folder/shown") | Should -BeFalse
            [IO.Directory]::Exists("$folder-shown") | Should -BeFalse
            @(Get-OwnContainer $azure) + @(Get-AzureResource $azure) | Should -Be $before
            (Get-FrankenetesCluster $name).Epoch | Should -Be $epoch
            (Get-FrankenetesCluster $name).State | Should -Be 'Running'
        }

        It 'stays as it is when a Running one is resumed' {
            $epoch = (Get-FrankenetesCluster $name).Epoch
            (Resume-FrankenetesCluster $name).Epoch | Should -Be $epoch
            Get-WorkIdentity $azure $name | Should -Be $identity
        }
    }

    Context 'while it runs' {
        It 'goes on and takes new work after its local Azure was killed' {
            $killed = [Diagnostics.Process]::GetProcessById((Get-FrankenetesLocalAzure $folder).ProcessId)
            $killed.Kill()
            $killed.WaitForExit()
            $script:azure = Start-FrankenetesLocalAzure -StatePath $folder
            Get-WorkIdentity $azure $name | Should -Be $identity
            Confirm-OneOfEach $azure
            $null = Invoke-Kubectl run later --image=busybox:1.36 --restart=Never --command '--' true
            Wait-Field pod/later '{.status.phase}' Succeeded
            $null = Invoke-Kubectl delete pod later --timeout=60s
        }

        It 'goes on and takes new work after its engine stopped' {
            [Diagnostics.Process]::GetProcessById([int] [IO.File]::ReadAllText("$folder/engine/podman.pid")).Kill()
            $null = Invoke-Kubectl run later --image=busybox:1.36 --restart=Never --command '--' true
            Wait-Field pod/later '{.status.phase}' Succeeded
            $null = Invoke-Kubectl delete pod later --timeout=60s
            Confirm-OneOfEach $azure
        }

        It 'serves again when a Suspend that was killed is taken back by Resume' {
            Stop-ShellAt $folder "Suspend-FrankenetesCluster $name -Confirm:`$false" 'Sealing the final snapshot'
            (Resume-FrankenetesCluster $name).State | Should -Be 'Running'
            $null = Invoke-Kubectl create configmap later
            Get-WorkIdentity $azure $name | Should -Be $identity
        }
    }

    Context 'by Ctrl-C' {
        It 'ends New within 2 s, and New again makes it' {
            Invoke-During 'New-FrankenetesCluster stopped' 'Starting the control plane' { param($shell) $script:clock = [Diagnostics.Stopwatch]::StartNew(); $shell.Stop(); $clock.Stop() }
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 2
            Confirm-Refusal { Suspend-FrankenetesCluster stopped -Confirm:$false -ErrorAction Stop } 'ClusterNotRunning,*.SuspendFrankenetesClusterCommand' 'stopped'
            (New-FrankenetesCluster stopped).State | Should -Be 'Running'
            Remove-FrankenetesCluster stopped -Force
        }

        It 'ends Suspend within 2 s, and the cluster serves again by itself' {
            Invoke-During "Suspend-FrankenetesCluster $name -Confirm:`$false" 'Sealing the final snapshot' { param($shell) $script:clock = [Diagnostics.Stopwatch]::StartNew(); $shell.Stop(); $clock.Stop() }
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 2
            (Get-FrankenetesCluster $name).State | Should -Be 'Running'
            $null = Invoke-Kubectl create configmap afterwards
            Get-WorkIdentity $azure $name | Should -Be $identity
        }

        It 'ends Resume within 2 s, and Resume again brings the same objects back' {
            $null = Suspend-FrankenetesCluster $name -Confirm:$false
            Invoke-During "Resume-FrankenetesCluster $name" 'Waiting for the API server' { param($shell) $script:clock = [Diagnostics.Stopwatch]::StartNew(); $shell.Stop(); $clock.Stop() }
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 2
            (Resume-FrankenetesCluster $name).State | Should -Be 'Running'
            Get-WorkIdentity $azure $name | Should -Be $identity
        }
    }

    Context 'at last' {
        It 'is Suspended once more without harm, and removed from there' {
            $null = Suspend-FrankenetesCluster $name -Confirm:$false
            (Suspend-FrankenetesCluster $name -Confirm:$false).State | Should -Be 'Suspended'
            Confirm-Refusal { Get-FrankenetesNode $name -ErrorAction Stop } 'ClusterNotRunning,*.GetFrankenetesNodeCommand' $name
            Remove-FrankenetesCluster $name -Force
            Confirm-Nothing $azure
        }
    }
}

Describe 'A New that fails' {
    It 'names the image that a version lacks, and goes on with one that is there' {
        Confirm-Refusal { New-FrankenetesCluster dev -KubernetesVersion v9.9.9 -ErrorAction Stop -WarningAction SilentlyContinue } 'ImageNotAvailable,*.NewFrankenetesClusterCommand' 'v9.9.9'
        Confirm-Refusal { New-FrankenetesCluster dev -KubernetesVersion v9.9.9 -ErrorAction Stop -WarningAction SilentlyContinue } 'ImageNotAvailable,*.NewFrankenetesClusterCommand' 'v9.9.9'
        $made = New-FrankenetesCluster dev -KubernetesVersion v1.20.2
        $made.State | Should -Be 'Running'
        $made.KubernetesVersion | Should -Be 'v1.20.2'
    }

    It 'is removed at whatever step it was killed' {
        Remove-FrankenetesCluster dev -Force
        foreach ($instant in @('Making the resource group', 80), @('Making storage and uploading the agent', 0), @('Starting the control plane', 600)) {
            Stop-ShellAt $folder 'New-FrankenetesCluster dev' $instant[0] $instant[1]
            Remove-FrankenetesCluster dev -Force -ErrorAction Ignore
            Confirm-Nothing $azure
        }
    }

    It 'says that the disk is full, and goes on when there is room' -Skip:(-not [Environment]::IsPrivilegedProcess) {
        $disk = "$folder-disk"
        $null = [IO.Directory]::CreateDirectory($disk)
        $null = & mount -t tmpfs -o size=16m,mode=0700 frankenetes-faults $disk
        $LASTEXITCODE | Should -Be 0
        try {
            $null = Connect-Frankenetes -StatePath $disk
            Confirm-Refusal { New-FrankenetesCluster full -ErrorAction Stop } 'DiskFull,*.NewFrankenetesClusterCommand' 'full'
            $null = & mount -o remount,size=1g $disk
            (New-FrankenetesCluster full).State | Should -Be 'Running'
            Remove-FrankenetesCluster full -Force
            Get-OwnContainer (Get-FrankenetesLocalAzure $disk) | Should -BeNullOrEmpty
        }
        finally {
            Stop-FrankenetesLocalAzure -StatePath $disk -RemoveAll
            $null = Connect-Frankenetes -StatePath $folder
            # The engine cleans up after each container by a process of its own, which may still be about to end.
            $clock = [Diagnostics.Stopwatch]::StartNew()
            do { [Threading.Thread]::Sleep(50); $null = & umount $disk 2>&1 } while ($LASTEXITCODE -ne 0 -and $clock.Elapsed.TotalSeconds -lt 15)
            [IO.Directory]::Delete($disk)
        }
    }
}
