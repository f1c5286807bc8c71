<#
.SYNOPSIS
    New, Suspend, Resume and a pod's start on the local Azure against the same binaries as plain processes and `podman run` of the same image.
#>
param([int] $Runs = 5)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
foreach ($module in 'Measure.psm1', 'Plain.psm1', '../Kubectl.psm1', '../../Frankenetes.psd1') { Import-Module ([IO.Path]::Combine($PSScriptRoot, $module)) }
$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), "frankenetes-bench-$([Environment]::UserName)")
$kubeconfig = Use-KubeConfig $folder
$local = 'https://127.0.0.1:6443'
$azure = Start-FrankenetesLocalAzure -StatePath $folder
$null = Connect-Frankenetes -StatePath $folder
$plain = $null

function Connect-Api($cluster) {
    $null = $cluster | Export-FrankenetesKubeConfig -Path $kubeconfig
    $script:client = New-ApiClient $kubeconfig
}

function Wait-Plane($cluster, [DateTime] $since) {
    Connect-Api $cluster
    Wait-ControlPlane $client "https://$($cluster.IPAddress):6443" $since
}

function Start-PodOnce([int] $i) {
    $null = Invoke-Kubectl run "pod$i" --image=docker.io/library/nginx:latest --image-pull-policy=IfNotPresent
    Wait-Field "pod/pod$i" '{.status.phase}' Running
}

try {
    Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
    # One untimed round: certificates, flags and a snapshot for the plain processes, and warm code on our side.
    $cluster = New-FrankenetesCluster bench
    Wait-Plane $cluster ([DateTime]::MinValue)
    # Every cluster has an authority of its own: the plain processes keep the first one's.
    $plainClient = $client
    $plane = Copy-ControlPlane $azure ([IO.Path]::Combine($folder, 'plain'))
    $snapshot = [IO.Path]::Combine($folder, 'plain', 'snapshot.db')

    $new = [double[]]::new($Runs); $newPlain = [double[]]::new($Runs); $suspend = [double[]]::new($Runs); $suspendPlain = [double[]]::new($Runs)
    $resume = [double[]]::new($Runs); $resumePlain = [double[]]::new($Runs)
    for ($i = 0; $i -lt $Runs; $i++) {
        $null = Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
        $since = [DateTime]::UtcNow
        $newPlain[$i] = Measure-Once { $script:plain = Start-Plain $plane; Wait-ControlPlane $plainClient $local $since }
        $suspendPlain[$i] = Measure-Once {
            $access = Get-EtcdAccess $plane.Commands['etcd']
            $output = & "$($plane.Folder)/bin/etcdctl" @access snapshot save $snapshot 2>&1
            if ($LASTEXITCODE -ne 0) { throw "etcdctl: $output" }
            Stop-Plain $plain; $script:plain = $null
        }
        $since = [DateTime]::UtcNow
        $resumePlain[$i] = Measure-Once { $script:plain = Start-Plain $plane $snapshot; Wait-ControlPlane $plainClient $local $since }
        Stop-Plain $plain; $plain = $null

        $since = [DateTime]::UtcNow
        $new[$i] = Measure-Once { $script:cluster = New-FrankenetesCluster bench; Wait-Plane $cluster $since }
        $suspend[$i] = Measure-Once { $null = Suspend-FrankenetesCluster bench -Confirm:$false }
        $since = [DateTime]::UtcNow
        $resume[$i] = Measure-Once { $script:cluster = Resume-FrankenetesCluster bench -Confirm:$false; Wait-Plane $cluster $since }
    }
    Write-Row 'New: readyz, Ready node, manager''s lease (plain: no node)' $new $newPlain '<= 1.5 x'
    Write-Row 'Suspend (plain: etcdctl snapshot save, then kill)' $suspend $suspendPlain '<= 2 s'
    Write-Row 'Resume (plain: etcdutl restore, then start)' $resume $resumePlain '<= New'

    $script:n = 0
    Measure-Pair 'Pod created until Running (podman run until started)' { $script:n++; Start-PodOnce $n } {
        $id = Invoke-Engine run --detach --label "frankenetes=$($azure.InstanceId)" docker.io/library/nginx:latest
        $null = Invoke-Engine rm --force $id
    } $Runs '<= 0.3 s more'
}
finally {
    if ($plain) { Stop-Plain $plain }
    Get-FrankenetesCluster | Remove-FrankenetesCluster -Force
    Stop-FrankenetesLocalAzure -StatePath $folder -RemoveAll
    if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) }
}
