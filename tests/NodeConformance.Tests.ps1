#requires -Version 7.4
<#
    The nine checks of the virtual-kubelet project's own end-to-end suite, written anew: what it asks of every virtual node. One real cluster for all; each `It` bears the name of the check.
    Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder conformance
    $script:kubeconfig = Use-KubeConfig $folder
    $script:node = 'frankenetes-linux'
    $script:azure = Start-OwnAzure $folder
    $null = New-FrankenetesCluster conformance | Export-FrankenetesKubeConfig -Path $kubeconfig

    # Makes a pod of so many containers, which end when they are told to.
    function Add-Pod([string] $Name, [int] $Containers = 1, [string] $More = '') {
        $list = (1..$Containers | ForEach-Object { "  - {name: c$_, image: 'docker.io/library/busybox:1.36', command: [sh, -c, 'trap ""exit 0"" TERM; while :; do sleep 0.1; done']$More}" }) -join "`n"
        Add-Object "apiVersion: v1`nkind: Pod`nmetadata: {name: $Name}`nspec:`n  terminationGracePeriodSeconds: 20`n  containers:`n$list`n"
    }

    function Get-Uid([string] $Pod) { Invoke-Kubectl get pod $Pod -o 'jsonpath={.metadata.uid}' }

    # What the node itself says, by way of the API server.
    function Get-FromNode([string] $Path) { Invoke-Kubectl get --raw "/api/v1/nodes/$node/proxy/$Path" }

    function Get-NodeUid([string] $Path) {
        $document = [Text.Json.JsonDocument]::Parse((Get-FromNode $Path))
        try { $document.RootElement.GetProperty('items').EnumerateArray() | ForEach-Object { $_.GetProperty('metadata').GetProperty('uid').GetString() } } finally { $document.Dispose() }
    }

    # The containers that the engine has of a pod's group.
    function Get-GroupContainer([string] $Pod) { Get-OwnContainer $azure "*.default-$Pod.*" }

    # A variable from an object that is not there.
    function Get-Variable([string] $Source, [bool] $Optional) { ", env: [{name: A, valueFrom: {${Source}: {name: absent, key: k, optional: $("$Optional".ToLowerInvariant())}}}]" }
}

AfterAll { Remove-OwnAzure $folder }

Describe 'What the virtual-kubelet project asks of a node' {
    BeforeAll {
        # All that takes a while to come is asked for first.
        Add-Pod three 3
        Add-Pod graceful
        Add-Pod forced
        Add-Pod optional-secret -More (Get-Variable secretKeyRef $true)
        Add-Pod optional-configmap -More (Get-Variable configMapKeyRef $true)
        Add-Pod mandatory-secret -More (Get-Variable secretKeyRef $false)
        Add-Pod mandatory-configmap -More (Get-Variable configMapKeyRef $false)
    }

    It 'TestGetPods: lists its pods, which bear its name, by their UID' {
        Wait-Ready three
        Invoke-Kubectl get pod three -o 'jsonpath={.spec.nodeName}' | Should -Be $node
        Get-NodeUid pods | Should -Contain (Get-Uid three)
    }

    It 'TestGetStatsSummary: has its own name and an entry for each container' {
        $summary = [Text.Json.JsonDocument]::Parse((Get-FromNode stats/summary)).RootElement
        $summary.GetProperty('node').GetProperty('nodeName').GetString() | Should -Be $node
        $uid = Get-Uid three
        $pod = $summary.GetProperty('pods').EnumerateArray() | Where-Object { $_.GetProperty('podRef').GetProperty('uid').GetString() -eq $uid }
        $names = $pod.GetProperty('containers').EnumerateArray() | ForEach-Object { $_.GetProperty('name').GetString() }
        ($names -join ' ') | Should -Be 'c1 c2 c3'
    }

    It 'TestGetMetricsResource: tells in Prometheus'' words what the pod and each of its containers use' {
        # Figures come once a minute has passed for which there are some.
        $clock = [Diagnostics.Stopwatch]::StartNew()
        do { $text = Get-FromNode metrics/resource } while ($text -notmatch 'pod_cpu_usage_seconds_total\{.*pod="three"' -and $clock.Elapsed.TotalSeconds -lt 150)
        $lines = @($text -split "`n")
        foreach ($line in $lines) { if ($line) { $line | Should -Match '^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? [-+0-9.eE]+( \d+)?)$' } }
        @($lines | Where-Object { $_ -match '^pod_cpu_usage_seconds_total\{.*pod="three"' }).Count | Should -Be 1
        @($lines | Where-Object { $_ -match '^container_cpu_usage_seconds_total\{.*pod="three"' }).Count | Should -Be 3
    }

    It 'TestPodLifecycleGracefulDelete: ends a pod with its grace and has nothing of it left when its deletion is told' {
        Wait-Ready graceful
        $uid = Get-Uid graceful
        Get-NodeUid runningpods/ | Should -Contain $uid
        $null = Invoke-Kubectl delete pod graceful --wait=false
        $grace = Invoke-Kubectl get pod graceful -o 'jsonpath={.metadata.deletionGracePeriodSeconds}' --ignore-not-found
        # Unless it was faster than this look.
        if ($grace) { [int] $grace | Should -BeGreaterThan 0 }
        $null = Invoke-Kubectl delete pod graceful --ignore-not-found --timeout=180s
        Get-NodeUid runningpods/ | Should -Not -Contain $uid
        Get-GroupContainer graceful | Should -BeNullOrEmpty
    }

    It 'TestPodLifecycleForceDelete: ends a pod that is deleted by force at once' {
        Wait-Ready forced
        $uid = Get-Uid forced
        $null = Invoke-Kubectl delete pod forced --grace-period=0 --force
        Invoke-Kubectl get pod forced --ignore-not-found | Should -BeNullOrEmpty
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ((Get-GroupContainer forced) -and $clock.Elapsed.TotalSeconds -lt 90) { [Threading.Thread]::Sleep(50) }
        Get-GroupContainer forced | Should -BeNullOrEmpty
        Get-NodeUid runningpods/ | Should -Not -Contain $uid
    }

    It 'TestCreatePodWith<Kind>: runs one that can do without, and tells of it' -ForEach @(
        @{ Kind = 'OptionalInexistentSecrets'; Pod = 'optional-secret'; Reason = 'OptionalSecretNotFound' }
        @{ Kind = 'OptionalInexistentConfigMap'; Pod = 'optional-configmap'; Reason = 'OptionalConfigMapNotFound' }
    ) {
        Wait-Ready $pod
        Wait-Event $pod $reason | Should -Match 'absent'
    }

    It 'TestCreatePodWith<Kind>: waits with one that cannot do without, tells why, and starts nothing' -ForEach @(
        @{ Kind = 'MandatoryInexistentSecrets'; Pod = 'mandatory-secret'; Reason = 'MandatorySecretNotFound' }
        @{ Kind = 'MandatoryInexistentConfigMap'; Pod = 'mandatory-configmap'; Reason = 'MandatoryConfigMapNotFound' }
    ) {
        Wait-Event $pod $reason | Should -Match 'absent'
        Invoke-Kubectl get pod $pod -o 'jsonpath={.status.phase} {.status.containerStatuses[0].state.waiting.reason}' | Should -Be 'Pending CreateContainerConfigError'
        Get-NodeUid runningpods/ | Should -Not -Contain (Get-Uid $pod)
        Get-GroupContainer $pod | Should -BeNullOrEmpty
    }

    It 'starts it as soon as what it lacked is there' {
        $null = Invoke-Kubectl create secret generic absent --from-literal=k=v
        $null = Invoke-Kubectl create configmap absent --from-literal=k=v
        foreach ($pod in 'mandatory-secret', 'mandatory-configmap') { Wait-Ready $pod }
    }
}
