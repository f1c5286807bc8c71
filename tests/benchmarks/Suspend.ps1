<#
.SYNOPSIS
    Suspend and Resume by what the cluster holds, against the same binaries as plain processes; the keeper's memory, and what an idle cluster asks of its storage.
#>
param([int[]] $Objects = @(0, 1000, 50000), [int] $Pods = 20, [int] $IdleSeconds = 120)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
foreach ($module in 'Measure.psm1', 'Plain.psm1', 'Watched.psm1', '../../Frankenetes.psd1') { Import-Module ([IO.Path]::Combine($PSScriptRoot, $module)) }
$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), "frankenetes-bench-suspend-$([Environment]::UserName)")
$kubeconfig = [IO.Path]::Combine($folder, 'bench.kubeconfig')
$azure = Start-FrankenetesLocalAzure -StatePath $folder
$null = Connect-Frankenetes -StatePath $folder
$plain = $null

function Connect-Api($cluster) {
    $null = $cluster | Export-FrankenetesKubeConfig -Path $kubeconfig
    $script:client = New-ApiClient $kubeconfig
    $script:server = "https://$($cluster.IPAddress):6443"
    Connect-Watched $kubeconfig
}

# So many config maps of 1 KiB, 200 at a time.
function Add-ConfigMap([int] $from, [int] $to) {
    $filler = 'x' * 1024
    for ($i = $from; $i -lt $to; $i += 200) {
        $answers = for ($n = $i; $n -lt [Math]::Min($i + 200, $to); $n++) {
            $body = "{`"apiVersion`":`"v1`",`"kind`":`"ConfigMap`",`"metadata`":{`"name`":`"filler-$n`"},`"data`":{`"filler`":`"$filler`"}}"
            $loader.PostAsync("$server/api/v1/namespaces/default/configmaps", [Net.Http.StringContent]::new($body, [Text.Encoding]::UTF8, 'application/json'))
        }
        foreach ($answer in $answers) { $null = $answer.GetAwaiter().GetResult().EnsureSuccessStatusCode() }
    }
}

# What etcd itself takes to write its state down; the file is for the plain processes.
function Save-Snapshot([string] $to) {
    $id = Invoke-Engine ps --quiet --filter "label=frankenetes=$($azure.InstanceId)" --filter 'name=control-plane\.etcd$'
    $command = Get-RunningCommand etcd (Get-ProcessId $id)
    $data = [IO.Path]::GetDirectoryName((Get-Flag $command)['--data-dir'])
    $access = Get-EtcdAccess $command
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = Invoke-Engine exec $id etcdctl @access snapshot save "$data/bench.db" 2>$null
    $took = $clock.Elapsed.TotalSeconds
    $null = Invoke-Engine cp "${id}:$data/bench.db" $to
    $took
}

function Measure-Suspend {
    $suspend = Measure-Once { $null = Suspend-FrankenetesCluster bench -Confirm:$false }
    $since = [DateTime]::UtcNow
    $resume = Measure-Once { $script:cluster = Resume-FrankenetesCluster bench -Confirm:$false; Connect-Api $cluster; Wait-ControlPlane $client $server $since }
    $suspend, $resume
}

# The agents look for commands as seldom as they do in Azure from now on: their containers start again with that.
function Set-AzureInterval {
    foreach ($file in [IO.Directory]::EnumerateFiles("$folder/volumes", '*.json', 'AllDirectories')) {
        $text = [IO.File]::ReadAllText($file)
        $changed = $text -replace '("controlInterval": *)"00:00:00\.2\d*"', '$1"00:00:02"'
        if ($changed -ne $text) { [IO.File]::WriteAllText($file, $changed) }
    }
    foreach ($container in 'etcd', 'virtual-kubelet') { $null = Invoke-Engine kill (Invoke-Engine ps --quiet --filter "label=frankenetes=$($azure.InstanceId)" --filter "name=control-plane\.$container`$") }
    [Threading.Thread]::Sleep(30000)
}

try {
    Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
    Write-Load
    $since = [DateTime]::UtcNow
    Write-Figure 'New' (Measure-Once { $script:cluster = New-FrankenetesCluster bench; Connect-Api $cluster; Wait-ControlPlane $client $server $since }) 's' ''
    $plane = Copy-ControlPlane $azure ([IO.Path]::Combine($folder, 'plain'))
    $snapshot = [IO.Path]::Combine($folder, 'plain', 'snapshot.db')
    $null = Measure-Suspend
    $there = 0
    foreach ($count in $Objects) {
        $script:loader = New-ApiClient $kubeconfig
        $loader.Timeout = [TimeSpan]::FromMinutes(2)
        Add-ConfigMap $there $count
        $there = $count
        $saved = Save-Snapshot $snapshot
        $suspend, $resume = Measure-Suspend
        Write-Row "Suspend with $count objects (etcdctl snapshot save)" $suspend $saved $(if ($count) { '' } else { '<= 2 s' })
        $since = [DateTime]::UtcNow
        $resumePlain = Measure-Once { $script:plain = Start-Plain $plane $snapshot; Wait-ControlPlane $client 'https://127.0.0.1:6443' $since }
        Stop-Plain $plain; $plain = $null
        Write-Row "Resume with $count objects (etcdutl restore, then start)" $resume $resumePlain $(if ($count) { '' } else { '<= New' })
    }

    $null = Measure-Pod 'many' $Pods 'docker.io/library/nginx:latest' -Keep
    $suspend, $resume = Measure-Suspend
    Write-Figure "Suspend with $Pods pods" $suspend 's' ''
    Write-Figure "Resume with $Pods pods, until the control plane works" $resume 's' ''

    $etcd = Invoke-Engine ps --quiet --filter "label=frankenetes=$($azure.InstanceId)" --filter 'name=control-plane\.etcd$'
    Write-Figure 'Memory of the keeper' (Get-ResidentMiB (Get-ProcessId $etcd)) 'MiB' '<= 64'
    $null = Get-FrankenetesPod bench | Remove-FrankenetesPod -Force -Confirm:$false
    Set-AzureInterval
    $before = @(Measure-FrankenetesCost bench)
    [Threading.Thread]::Sleep($IdleSeconds * 1000)
    $after = @(Measure-FrankenetesCost bench)
    # What the idle time made of a figure, by the hour.
    function Get-Hourly([string] $kind, [string] $figure) {
        $was, $is = foreach ($costs in $before, $after) { ($costs | Where-Object Kind -EQ $kind).$figure }
        [double] ($is - $was) / $IdleSeconds * 3600
    }
    Write-Figure 'Storage transactions of an idle cluster' (Get-Hourly StorageTransactions Quantity) 'an hour' 'control is read every 2 s, as in Azure'
    Write-Figure '  their price' ((Get-Hourly StorageTransactions Cost) * 100) 'cents an hour' ''
    Write-Figure '  beside that of its compute' ((Get-Hourly Compute Cost) * 100) 'cents an hour' ''
    Write-Load
}
finally {
    if ($plain) { Stop-Plain $plain }
    Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
    Stop-FrankenetesLocalAzure -StatePath $folder -RemoveAll
    if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) }
}
