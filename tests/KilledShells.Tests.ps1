#requires -Version 7.4
<#
    Shells that are killed in the middle of an operation, on real containers: the same command again mends all that was half-made, and loses nothing. Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
    Within a Context each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder killed
    $script:azure = Start-OwnAzure $folder
}

AfterAll { Remove-OwnAzure $folder }

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
            $null = Invoke-Kubectl wait --for=condition=Ready pod/nap --timeout=180s
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
