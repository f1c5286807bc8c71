# Only core cmdlets here: the module imports in any host of System.Management.Automation.
$null = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/Frankenetes.Loader.dll")
$cmdlets = Import-Module -Assembly ([Frankenetes.Loader.ModuleLoader]::Load($PSScriptRoot)) -PassThru

# A second import finds the assembly in PowerShell's cache and would leave this module without its commands (PowerShell issue 20710).
$here = $ExecutionContext.SessionState.Module
if ($here.ExportedCmdlets.Count -eq 0) {
    $add = [psmoduleinfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
    foreach ($cmdlet in $cmdlets.ExportedCmdlets.Values) { $null = $add.Invoke($here, @(, $cmdlet)) }
}
