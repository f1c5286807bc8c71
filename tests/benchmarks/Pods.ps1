<#
.SYNOPSIS
    Real pods against Podman itself: from create to Running one at a time and many at once, a command's round trip, and what the virtual kubelet takes beside them.
#>
param([int] $Runs = 15, [int] $AtOnce = 20)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
foreach ($module in 'Measure.psm1', 'Watched.psm1', '../../Frankenetes.psd1') { Import-Module ([IO.Path]::Combine($PSScriptRoot, $module)) }
$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), "frankenetes-bench-pods-$([Environment]::UserName)")
$kubeconfig = [IO.Path]::Combine($folder, 'bench.kubeconfig')
$azure = Start-FrankenetesLocalAzure -StatePath $folder
$null = Connect-Frankenetes -StatePath $folder
$podman = 'podman', '--url', $azure.Engine
$image = 'docker.io/library/nginx:latest'
$label = "frankenetes=$($azure.InstanceId)"

function Invoke-Podman {
    $output = & $podman[0] $podman[1] $podman[2] @args 2>&1
    if ($LASTEXITCODE -ne 0) { throw "podman $args failed: $output" }
    $output
}

function Get-AgentMiB { Get-ResidentMiB (Invoke-Podman inspect --format '{{.State.Pid}}' (Invoke-Podman ps --quiet --filter "label=$label" --filter 'name=control-plane\.virtual-kubelet$')) }

# Starts that many at once; how long each took.
function Measure-PodmanRun([int] $count) {
    $began = @{}; $seconds = @{}
    $processes = for ($i = 0; $i -lt $count; $i++) {
        $now = [DateTime]::Now
        $process = Start-Quietly (@($podman) + 'run', '--detach', '--label', $label, $image)
        $began[$process.Id] = $now
        $process
    }
    while ($seconds.Count -lt $count) {
        foreach ($process in $processes) {
            if (-not $seconds.ContainsKey($process.Id) -and $process.WaitForExit(5)) { $seconds[$process.Id] = ($process.ExitTime - $began[$process.Id]).TotalSeconds }
        }
    }
    foreach ($process in $processes) {
        if ($process.ExitCode) { throw "podman run failed: $($process.StandardError.ReadToEnd())" }
        $null = Invoke-Podman rm --force --time 0 $process.StandardOutput.ReadToEnd().Trim()
        $process.Dispose()
    }
    [double[]] @($seconds.Values)
}

try {
    Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
    $null = New-FrankenetesCluster pods | Export-FrankenetesKubeConfig -Path $kubeconfig
    Connect-Watched $kubeconfig
    Write-Load
    Write-Figure 'Memory of the virtual kubelet, idle' (Get-AgentMiB) 'MiB' '<= 60'
    # One untimed round: images are there, code is warm.
    $null = Measure-Pod 'warm' 1 $image
    $null = Measure-PodmanRun 1
    Write-Figure 'Memory of the virtual kubelet, one pod' (Get-AgentMiB) 'MiB' ''

    $ours = [double[]]::new($Runs); $limit = [double[]]::new($Runs)
    for ($i = 0; $i -lt $Runs; $i++) {
        $limit[$i] = (Measure-PodmanRun 1)[0]
        $ours[$i] = (Measure-Pod "one$i" 1 $image)[0]
    }
    Write-Row 'Pod created until Running, p50 (podman run)' $ours $limit '<= 0.5 s more'
    Write-Row '  p95' @(Get-Percentile $ours 0.95) @(Get-Percentile $limit 0.95) ''

    $limit = Measure-PodmanRun $AtOnce
    $ours = Measure-Pod 'many' $AtOnce $image -Keep
    Write-Row "$AtOnce pods at once, each until Running, p50 (podman run)" $ours $limit '<= 0.5 s more'
    Write-Row '  p95' @(Get-Percentile $ours 0.95) @(Get-Percentile $limit 0.95) ''
    Write-Figure "Memory of the virtual kubelet, $AtOnce pods" (Get-AgentMiB) 'MiB' ''

    $container = Invoke-Podman ps --quiet --filter "label=$label" --filter 'name=\.default-many0\.main$'
    Measure-Pair 'kubectl exec true (podman exec true)' { & kubectl --kubeconfig $kubeconfig exec many0 -- true } { Invoke-Podman exec $container true } $Runs ''
    Write-Load
}
finally {
    Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
    Stop-FrankenetesLocalAzure -StatePath $folder -RemoveAll
    if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) }
}
