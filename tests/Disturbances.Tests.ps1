#requires -Version 7.4
<#
    A cluster whose engine stops, whose local Azure dies, whose operations are stopped by Ctrl-C: it goes on, and loses nothing. On real containers; runs in Pester 5 and 6 and in the stand-in (tests/Pester).
    Within a Context each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder disturbed
    $script:azure = Start-OwnAzure $folder
}

AfterAll { Remove-OwnAzure $folder }

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
            $null = Invoke-Kubectl delete pod later --timeout=180s
        }

        It 'goes on and takes new work after its engine stopped' {
            [Diagnostics.Process]::GetProcessById([int] [IO.File]::ReadAllText("$folder/engine/podman.pid")).Kill()
            $null = Invoke-Kubectl run later --image=busybox:1.36 --restart=Never --command '--' true
            Wait-Field pod/later '{.status.phase}' Succeeded
            $null = Invoke-Kubectl delete pod later --timeout=180s
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
        It 'ends New before it is done, and New again makes it' {
            Invoke-During 'New-FrankenetesCluster stopped' 'Starting the control plane' { param($shell) $shell.Stop() }
            Confirm-Refusal { Suspend-FrankenetesCluster stopped -Confirm:$false -ErrorAction Stop } 'ClusterNotRunning,*.SuspendFrankenetesClusterCommand' 'stopped'
            (New-FrankenetesCluster stopped).State | Should -Be 'Running'
            Remove-FrankenetesCluster stopped -Force
        }

        It 'ends Suspend before it is done, and the cluster serves again by itself' {
            Invoke-During "Suspend-FrankenetesCluster $name -Confirm:`$false" 'Sealing the final snapshot' { param($shell) $shell.Stop() }
            (Get-FrankenetesCluster $name).State | Should -Be 'Running'
            $null = Invoke-Kubectl create configmap afterwards
            Get-WorkIdentity $azure $name | Should -Be $identity
        }

        It 'ends Resume before it is done, and Resume again brings the same objects back' {
            $null = Suspend-FrankenetesCluster $name -Confirm:$false
            Invoke-During "Resume-FrankenetesCluster $name" 'Waiting for the API server' { param($shell) $shell.Stop() }
            (Get-FrankenetesCluster $name).State | Should -Not -Be 'Running'
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
