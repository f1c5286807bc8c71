#requires -Version 7.4
<#
.SYNOPSIS
    The whole main job on the local Azure, step by step with times: create, run, suspend, resume, remove.
.DESCRIPTION
    Needs the built module (`./build.sh Build`), the component images (`./build.sh Images`) and kubectl. It keeps to a state folder of its own, so a local Azure of yours is left alone; whatever an
    interrupted run left there is removed first. Any failed step ends it with its error and exit code 1.
.EXAMPLE
    ./build.sh Quickstart
#>
[CmdletBinding()]
param(
    # Folder for the local Azure of this run; mode 0700.
    [string] $StatePath = [IO.Path]::Combine([IO.Path]::GetTempPath(), "frankenetes-quickstart-$([Environment]::UserName)")
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$total = [Diagnostics.Stopwatch]::StartNew()
$name = 'quickstart'
$kubeconfig = [IO.Path]::Combine($StatePath, 'quickstart.kubeconfig')

function Show([string] $text) { $Host.UI.WriteLine($text) }

function Step([string] $title, [scriptblock] $body) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = & $body
    Show ('{0,6:n1} s  {1}{2}' -f $clock.Elapsed.TotalSeconds, $title, $(if ($answer) { ": $answer" }))
}

function Assert([bool] $holds, [string] $what) { if (-not $holds) { throw "Expected $what." } }

function Invoke-Kubectl {
    $output = & kubectl --kubeconfig $kubeconfig @args
    if ($LASTEXITCODE -ne 0) { throw "kubectl $args ended with $LASTEXITCODE." }
    $output -join "`n"
}

# Containers of this run's local Azure on its engine, running or not.
function Get-OwnContainer($instance) {
    $label = "label=frankenetes=$($instance.InstanceId)"
    $client, $flag = if (Get-Command podman -CommandType Application -ErrorAction Ignore) { 'podman', '--url' } else { 'docker', '--host' }
    $ids = & $client $flag $instance.Engine ps --all --quiet --filter $label
    if ($LASTEXITCODE -ne 0) { throw "$client could not list the containers on $($instance.Engine)." }
    $ids | Where-Object { $_ }
}

function Get-Page([string] $address) {
    $http = [Net.Http.HttpClient]::new()
    try { $http.GetStringAsync("http://$address/").GetAwaiter().GetResult() } finally { $http.Dispose() }
}

Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'Frankenetes.psd1'))

Step 'local Azure started' {
    $script:azure = Start-FrankenetesLocalAzure -StatePath $StatePath
    $null = Connect-Frankenetes -StatePath $StatePath
    $azure.ResourceManagerEndpoint
}
try {
    if (Get-FrankenetesCluster) { Step 'what an earlier run left is removed' { Get-FrankenetesCluster | Remove-FrankenetesCluster -Force } }
    Step 'cluster created' {
        $script:cluster = New-FrankenetesCluster $name
        $null = $cluster | Export-FrankenetesKubeConfig -Path $kubeconfig
        "Kubernetes $($cluster.KubernetesVersion) at https://$($cluster.Fqdn):6443"
    }
    Step 'kubectl get nodes' {
        Invoke-Kubectl wait --for=condition=Ready node --all --timeout=60s
        Show (Invoke-Kubectl get nodes -o wide)
    }
    Step 'kubectl run nginx --image=nginx --port 80' {
        $null = Invoke-Kubectl run nginx --image=nginx --port 80
        $null = Invoke-Kubectl wait --for=condition=Ready pod/nginx --timeout=60s
        $script:pod = Get-FrankenetesPod $name | Where-Object Name -EQ nginx
        "Running at $($pod.IPAddress)"
    }
    Step 'page fetched over HTTP from that address' {
        $page = Get-Page $pod.IPAddress
        Assert ($page -match '<title>Welcome to nginx') "nginx's welcome page"
        "$($page.Length) characters"
    }
    Show 'Get-FrankenetesPod quickstart'
    Get-FrankenetesPod $name | Out-Host
    Step 'a ConfigMap written' { Invoke-Kubectl create configmap memory --from-literal=word=lightning }
    Step 'cluster suspended' {
        $script:cluster = Suspend-FrankenetesCluster $name -Confirm:$false
        Assert ($cluster.State -eq 'Suspended') "the state Suspended, not $($cluster.State)"
        $left = @(Get-OwnContainer $azure)
        Assert ($left.Count -eq 0) "no container of ours on the engine, not $($left.Count)"
        'no container of ours is left on the engine'
    }
    Step 'cluster resumed' {
        $script:cluster = Resume-FrankenetesCluster $name -Confirm:$false
        $null = $cluster | Export-FrankenetesKubeConfig -Path $kubeconfig
        "state $($cluster.State)"
    }
    Step 'the same ConfigMap is there' {
        $word = Invoke-Kubectl get configmap memory -o 'jsonpath={.data.word}'
        Assert ($word -eq 'lightning') 'the word that was written before'
        $word
    }
    Step 'the same pod runs' {
        $null = Invoke-Kubectl wait --for=condition=Ready pod/nginx --timeout=60s
        $again = Get-FrankenetesPod $name | Where-Object Name -EQ nginx
        Assert ($again.Uid -eq $pod.Uid) "the UID $($pod.Uid), not $($again.Uid)"
        Assert ((Get-Page $again.IPAddress) -match '<title>Welcome to nginx') "nginx's welcome page"
        "UID $($again.Uid), its page fetched from $($again.IPAddress)"
    }
}
finally {
    Step 'cluster removed' { Get-FrankenetesCluster | Remove-FrankenetesCluster -Force; [IO.File]::Delete($kubeconfig) }
    $left = @(Get-OwnContainer $azure)
    $clusters = @(Get-FrankenetesCluster)
    Step 'local Azure stopped' { Stop-FrankenetesLocalAzure -StatePath $StatePath -RemoveAll; [IO.Directory]::Delete($StatePath, $true) }
}
Assert ($left.Count -eq 0) "no container of ours on the engine, not $($left.Count)"
Assert ($clusters.Count -eq 0) 'no resource group left'
# One that ended and was not yet collected by its parent has no command line any more.
$commandLine = try { [IO.File]::ReadAllText("/proc/$($azure.ProcessId)/cmdline") } catch [IO.IOException] { '' }
Assert (-not $commandLine) "process $($azure.ProcessId) to have ended"
Show ('Nothing is left: no container, share, blob, resource group or process. {0:n1} s in all.' -f $total.Elapsed.TotalSeconds)
