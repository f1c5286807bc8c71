# A local Azure that one test file has for itself, and the engine under it.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# For the test file too.
Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'Frankenetes.psd1')) -Global

# The state folder of that name which no other process has; nothing is made yet.
function Get-OwnFolder([string] $Name) { [IO.Path]::Combine([IO.Path]::GetTempPath(), "frankenetes-$Name-$([Environment]::UserName)-$PID") }

# A local Azure in that folder, which the cmdlets mean from now on. Where the variable FRANKENETES_TEST_TOPOLOGY says Distributed, a test's clusters are made so unless it says otherwise, and groups are isolated as on Azure.
function Start-OwnAzure([string] $Folder, [switch] $IsolateGroups) {
    $topology = $env:FRANKENETES_TEST_TOPOLOGY
    if ($topology) { $global:PSDefaultParameterValues['New-FrankenetesCluster:Topology'] = $topology }
    Start-FrankenetesLocalAzure -StatePath $Folder -IsolateGroups:($IsolateGroups -or $topology -eq 'Distributed')
    $null = Connect-Frankenetes -StatePath $Folder
}

# Removes it with all that it has: the clusters that are left, images that were made for them, the folder.
function Remove-OwnAzure([string] $Folder, [string[]] $Image) {
    Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
    if ($Image) { $null = Invoke-Engine (Get-FrankenetesLocalAzure $Folder) rmi --force @Image 2>&1 }
    Stop-FrankenetesLocalAzure -StatePath $Folder -RemoveAll
    if ([IO.Directory]::Exists($Folder)) { [IO.Directory]::Delete($Folder, $true) }
}

# The engine's own client, as a command that names the engine.
function Get-EngineCommand($Azure) {
    if (Get-Command podman -CommandType Application -ErrorAction Ignore) { 'podman', '--url' } else { 'docker', '--host' }
    $Azure.Engine
}

function Invoke-Engine($Azure) {
    $client, $engine = Get-EngineCommand $Azure
    & $client @engine @args
}

# The names of a local Azure's containers, or what the format says of each.
function Get-OwnContainer($Azure, [string] $Like = '*', [string] $Format = '{{.Names}}') {
    Invoke-Engine $Azure ps --all --no-trunc --format $Format --filter "label=frankenetes=$($Azure.InstanceId)" | Where-Object { $_ -and $_ -like $Like }
    if ($LASTEXITCODE -ne 0) { throw 'The engine could not list the containers.' }
}

# Kills the containers of that name; one that does not run at the moment cannot be killed.
function Stop-Container($Azure, [string] $Like) { foreach ($name in @(Get-OwnContainer $Azure $Like)) { $null = Invoke-Engine $Azure kill --signal KILL $name 2>&1 } }

Export-ModuleMember -Function Get-OwnFolder, Start-OwnAzure, Remove-OwnAzure, Get-EngineCommand, Get-OwnContainer, Stop-Container
