# build.sh makes sure of the SDK, Podman, clang and the rest; it says so to build.ps1, which otherwise asks it to.

function Get-CacheFolder {
    if ($env:XDG_CACHE_HOME) { return "$env:XDG_CACHE_HOME/frankenetes" }
    if ($env:HOME) { return "$env:HOME/.cache/frankenetes" }
    $local = [Environment]::GetFolderPath('LocalApplicationData')
    if ($local) { return "$local/frankenetes" }
    throw 'Neither XDG_CACHE_HOME nor HOME is set, so there is no place for a cache. Set one.'
}

# Elsewhere than on Linux nothing is installed for the user: what is missing says so itself.
function Test-Prerequisites { -not $IsLinux -or $env:FRANKENETES_PREREQUISITES -eq '1' }

function Invoke-ThroughBuildSh([string] $Task, [switch] $All, [string] $Only, [string] $Seed, [string] $Topology, [int] $Percent) {
    $program, $first = Get-PowerShellCommand
    # A host that dotnet runs is no single path; build.sh finds that one by itself.
    if (-not $first) { $env:FRANKENETES_POWERSHELL = $program }
    $words = @("$root/build.sh", $Task)
    if ($All) { $words += '-All' }
    if ($Only -ne '*') { $words += '-Only', $Only }
    if ($Seed) { $words += '-Seed', $Seed }
    if ($Topology) { $words += '-Topology', $Topology }
    if ($Task -eq 'Torture') { $words += '-Percent', "$Percent" }
    Start-Attached 'bash' $words
}
