# Takes away what the other tasks made.

function Clear-Outputs([switch] $All) {
    if ($All) {
        Invoke-Step 'Stop the local Azure and remove its state' { Remove-LocalAzure }
        Invoke-Step 'Remove the component images' { Remove-Image }
    }
    Invoke-Step 'Remove what was built' {
        foreach ($folder in @("$root/out", "$root/bin") + @(Get-ProjectOutput)) { Remove-Folder $folder }
    }
    # Last, because the PowerShell that runs this may be in there.
    if ($All) { Invoke-Step 'Remove the caches' { Remove-Folder $cache } }
}

function Get-ProjectOutput {
    foreach ($project in @([System.IO.Directory]::EnumerateFiles("$root/src", '*.csproj', 'AllDirectories')) + @([System.IO.Directory]::EnumerateFiles("$root/tests", '*.csproj', 'AllDirectories'))) {
        $folder = [System.IO.Path]::GetDirectoryName($project)
        "$folder/bin"
        "$folder/obj"
    }
}

function Remove-Folder([string] $Path) { if ([System.IO.Directory]::Exists($Path)) { [System.IO.Directory]::Delete($Path, $true) } }

function Get-LocalAzureFolder {
    if ($env:XDG_STATE_HOME) { "$env:XDG_STATE_HOME/frankenetes/local-azure" } else { "$env:HOME/.local/state/frankenetes/local-azure" }
}

# Containers may outlive their local Azure: one that is down is started once more, because it alone knows which of them are its own.
function Remove-LocalAzure {
    $folder = Get-LocalAzureFolder
    if (-not [System.IO.Directory]::Exists($folder)) { return }
    Build-Package
    $module = "$root/Frankenetes.psd1".Replace("'", "''")
    $program, $first = Get-PowerShellCommand
    $text = "`$ErrorActionPreference = 'Stop'; Import-Module '$module'; `$null = Start-FrankenetesLocalAzure; Stop-FrankenetesLocalAzure -RemoveAll -Confirm:`$false"
    Invoke-Quietly $program (@($first) + @('-NoProfile', '-Command', $text) -ne $null)
    Remove-Folder $folder
}
