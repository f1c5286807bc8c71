# What the tests of checkpoints need besides kubectl: what a cluster holds in a local Azure, how often it was to be changed, watches that are held, and a checkpoint that is not what it says.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
foreach ($part in 'AzureProtocol', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$part.psm1")) }

# All that a local Azure's disk holds of a cluster: every file and folder of its storage accounts, resource groups and container groups, with times and contents.
function Get-Holding($Azure, [Guid] $Id) {
    $digits = $Id.ToString('N').Substring(0, 12)
    $all = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    $paths = foreach ($part in 'storage', 'storage-accounts', 'resource-groups', 'container-groups') { [IO.Directory]::GetFileSystemEntries([IO.Path]::Combine($Azure.StatePath, $part), '*', 'AllDirectories') }
    foreach ($path in $paths) {
        $mine = $path.Contains("fk$digits")
        if ([IO.Directory]::Exists($path)) {
            if ($mine) { $null = $all.Add("$path $([IO.Directory]::GetLastWriteTimeUtc($path).Ticks)") }
            continue
        }
        if (-not $mine -and -not ($path.EndsWith('.json') -and [IO.File]::ReadAllText($path).Contains("$Id"))) { continue }
        $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($path)))
        $null = $all.Add("$path $([IO.File]::GetLastWriteTimeUtc($path).Ticks) $hash")
    }
    $all -join "`n"
}

# From now on every PUT, PATCH and DELETE that names something of a cluster is counted, and every PUT of others. Rules that let all pass count as well as those that do not.
function Start-Count($Azure, [string] $Name, [Guid] $Id) {
    $mine = "*/resourcegroups/$Name*", "*fk$($Id.ToString('N').Substring(0, 12))*"
    $rules = @(foreach ($path in $mine) { foreach ($method in 'PUT', 'PATCH', 'DELETE') { "{""route"":""$method $path"",""count"":100000}" } }) + '{"route":"PUT *","count":100000}'
    Set-AzureFault $Azure ($rules -join ',')
}

# What was counted: of the cluster, and of others.
function Stop-Count($Azure) {
    $rules = [Text.Json.JsonDocument]::Parse((Invoke-Arm $Azure GET /local-azure/faults)).RootElement.GetProperty('rules')
    $counts = @($rules.EnumerateArray() | ForEach-Object { 100000 - $_.GetProperty('count').GetInt32() })
    Set-AzureFault $Azure
    [pscustomobject]@{ Cluster = [Linq.Enumerable]::Sum([int[]] $counts[0..5]); Others = $counts[-1] }
}

# The number up to which a list of configmaps tells.
function Get-Revision { [long] [regex]::Match((Invoke-Kubectl get --raw '/api/v1/namespaces/default/configmaps'), '"metadata":\{[^{}]*"resourceVersion":"(\d+)"').Groups[1].Value }

# A watch of configmaps from a number on, held as long as the API server holds it.
function Open-Watch([long] $From, [int] $Seconds = 3600) { Open-Kubectl @('get', '--raw', "/api/v1/namespaces/default/configmaps?watch=1&timeoutSeconds=$Seconds&resourceVersion=$From") }

# All that a watch was told until it ended.
function Read-Watch([Diagnostics.Process] $Watch) {
    $errors = $Watch.StandardError.ReadToEndAsync()
    "$($Watch.StandardOutput.ReadToEnd())$($errors.GetAwaiter().GetResult())"
    $Watch.Dispose()
}

# A suspend whose final snapshot cannot be stored, and the resume after it.
function Restart-Dirty($Azure, [string] $Cluster) {
    Set-AzureFault $Azure '{"route":"PUT /*/etcd/full/*","service":"blob","count":100000,"status":409,"code":"SnapshotOverLimit"}'
    $null = Suspend-FrankenetesCluster $Cluster -Force -Now -Confirm:$false -WarningAction SilentlyContinue
    Set-AzureFault $Azure
    Resume-FrankenetesCluster $Cluster -WarningAction SilentlyContinue
}

# Puts another hash of the keys into a checkpoint's manifest; the snapshot stays what it is to the byte.
function Edit-Checkpoint($Azure, [Guid] $Id, [string] $Name) {
    $account = "fk$($Id.ToString('N').Substring(0, 12))rec"
    $manifest = Invoke-Storage $Azure blob $account GET "etcd/checkpoint/$Name.json"
    $null = Invoke-Storage $Azure blob $account PUT "etcd/checkpoint/$Name.json" ([regex]::Replace($manifest, '(?<="hashKv":)\d+', '1'))
}

Export-ModuleMember -Function Get-Holding, Start-Count, Stop-Count, Get-Revision, Open-Watch, Read-Watch, Restart-Dirty, Edit-Checkpoint
