@{
    RootModule           = 'bin/Frankenetes.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '7f1c53a5-0a4e-4f0e-9d0b-3f8f6f2a4c19'
    Author               = 'The Frankenetes maintainers'
    CompanyName          = 'Frankenetes'
    Copyright            = '(c) The Frankenetes maintainers. MIT license.'
    Description          = 'A whole Kubernetes cluster on Azure Container Instances, or on a local Azure on this machine: create it, use it, suspend it to nothing, resume it with nothing lost.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('bin/Frankenetes.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-FrankenetesNode'
        'Checkpoint-FrankenetesCluster'
        'Connect-Frankenetes'
        'ConvertTo-FrankenetesContainerGroup'
        'Disconnect-Frankenetes'
        'Export-FrankenetesKubeConfig'
        'Get-FrankenetesCheckpoint'
        'Get-FrankenetesCluster'
        'Get-FrankenetesContext'
        'Get-FrankenetesLocalAzure'
        'Get-FrankenetesNode'
        'Get-FrankenetesPod'
        'Get-FrankenetesPodLog'
        'Invoke-FrankenetesPodCommand'
        'Measure-FrankenetesCost'
        'New-FrankenetesCluster'
        'New-FrankenetesIdentity'
        'New-FrankenetesPod'
        'Remove-FrankenetesCheckpoint'
        'Remove-FrankenetesCluster'
        'Remove-FrankenetesIdentity'
        'Remove-FrankenetesNode'
        'Remove-FrankenetesPod'
        'Restore-FrankenetesCluster'
        'Resume-FrankenetesCluster'
        'Start-FrankenetesLocalAzure'
        'Stop-FrankenetesLocalAzure'
        'Suspend-FrankenetesCluster'
        'Test-FrankenetesCluster'
        'Test-FrankenetesPod'
        'Use-FrankenetesCluster'
        'Wait-FrankenetesCluster'
        'Wait-FrankenetesPod'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('Kubernetes', 'Azure', 'ACI', 'Containers')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
