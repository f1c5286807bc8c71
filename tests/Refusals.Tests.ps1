#requires -Version 7.4
<#
    Bad input and what a machine lacks, on the built module and real containers: what goes wrong is said clearly and leaves nothing half-made that the same command or Remove does not mend. Runs in Pester 5 and 6 and in
    the stand-in (tests/Pester).
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder refusals
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

Describe 'A New that fails' {
    It 'names the image that a version lacks, and goes on with one that is there' {
        Confirm-Refusal { New-FrankenetesCluster dev -KubernetesVersion v9.9.9 -ErrorAction Stop -WarningAction SilentlyContinue } 'ImageNotAvailable,*.NewFrankenetesClusterCommand' 'v9.9.9'
        Confirm-Refusal { New-FrankenetesCluster dev -KubernetesVersion v9.9.9 -ErrorAction Stop -WarningAction SilentlyContinue } 'ImageNotAvailable,*.NewFrankenetesClusterCommand' 'v9.9.9'
        $made = New-FrankenetesCluster dev -KubernetesVersion v1.20.2
        $made.State | Should -Be 'Running'
        $made.KubernetesVersion | Should -Be 'v1.20.2'
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
            do { [Threading.Thread]::Sleep(50); $null = & umount $disk 2>&1 } while ($LASTEXITCODE -ne 0 -and $clock.Elapsed.TotalSeconds -lt 90)
            [IO.Directory]::Delete($disk)
        }
    }
}
