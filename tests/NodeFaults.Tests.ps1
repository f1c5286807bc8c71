#requires -Version 7.4
<#
    What a node outlives on a real cluster: Azure out of reach for longer than every toleration, its own death again and again while pods come and go, the API server's death. Whatever breaks, each pod has one container
    group, and none is lost. Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder outages
    $script:kubeconfig = Use-KubeConfig $folder
    $script:azure = Start-OwnAzure $folder
    $null = New-FrankenetesCluster outages | Export-FrankenetesKubeConfig -Path $kubeconfig

    # Bare pods that not even a minute's absence of their node is to be borne for.
    function Add-Pod([string[]] $Name, [int] $TolerationSeconds = 300) {
        $list = $Name | ForEach-Object { "- {apiVersion: v1, kind: Pod, metadata: {name: $_}, spec: {terminationGracePeriodSeconds: 1, tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: $TolerationSeconds}, {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: $TolerationSeconds}], containers: [{name: c, image: 'docker.io/library/busybox:1.36', command: [sleep, '86400']}]}}" }
        Add-Object "apiVersion: v1`nkind: List`nitems:`n$($list -join "`n")`n"
    }

    # The engine's containers of pods: their ids change whenever one is made or made again.
    function Get-PodContainer([string] $Name = '*') { Get-OwnContainer $azure "*-outages-pods.default-$Name.c *" '{{.Names}} {{.ID}}' }

    function Get-PodState([string[]] $Name) { Invoke-Kubectl get pod @Name -o 'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.metadata.deletionTimestamp} {.status.phase} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].containerID},{end}' }

    function Get-Condition([string] $Type, [string] $Field = 'status') { Invoke-Kubectl get node frankenetes-linux -o "jsonpath={.status.conditions[?(@.type==`"$Type`")].$Field}" }
}

AfterAll {
    Set-AzureFault $azure
    Remove-OwnAzure $folder
}

Describe 'What a node outlives' {
    Context 'Azure out of reach for longer than every toleration' {
        BeforeAll {
            $script:tolerant = 'calm', 'composed'
            Add-Pod $tolerant 1
            Wait-Ready $tolerant
            $script:state = Get-PodState $tolerant
            $script:containers = @(Get-PodContainer)
        }

        It 'shows on the node, keeps new pods away, and evicts none' {
            Set-AzureFault $azure '{"service":"arm","route":"/subscriptions/*","count":1000000,"drop":true}'
            Wait-Field node/frankenetes-linux '{.status.conditions[?(@.type=="AzureReachable")].status}' False
            Wait-Field node/frankenetes-linux '{.spec.taints[?(@.key=="node.kubernetes.io/network-unavailable")].effect}' NoSchedule
            Get-Condition Ready | Should -Be 'True'
            Invoke-Kubectl get node frankenetes-linux -o 'jsonpath={.spec.taints[?(@.effect=="NoExecute")].key}' | Should -BeNullOrEmpty
        }

        It 'costs no pod, however long it lasts' {
            # Four times as long as the pods tolerate, by the cluster's own clock.
            $since = [DateTimeOffset] (Get-Condition AzureReachable lastTransitionTime)
            $left = $since.AddSeconds(4) - [DateTimeOffset]::UtcNow
            $values = Watch-Field node/frankenetes-linux '{.status.conditions[?(@.type=="AzureReachable")].status}' { if ($left -gt [timespan]::Zero) { [Threading.Thread]::Sleep($left) } }
            foreach ($value in $values) { $value | Should -Be 'False' }
            Get-PodState $tolerant | Should -Be $state
        }

        It 'is over when Azure answers: the same pods, in the same groups, and what had to wait runs' {
            Add-Pod waiting
            Set-AzureFault $azure
            Wait-Field node/frankenetes-linux '{.status.conditions[?(@.type=="AzureReachable")].status}' True
            Wait-Ready waiting
            Get-PodState $tolerant | Should -Be $state
            @(Get-PodContainer | Where-Object { $_ -notlike '*default-waiting.*' }) | Should -Be $containers
        }
    }

    Context 'its own death, again and again' {
        It 'makes every pod once and loses none, whenever it is killed' {
            $script:made = 1..6 | ForEach-Object { "made-$_" }
            foreach ($pod in $made) {
                Add-Pod $pod
                Stop-Container $azure *.virtual-kubelet
            }
            Wait-Ready $made
            foreach ($pod in $made) { @(Get-PodContainer $pod).Count | Should -Be 1 }
            foreach ($word in (Get-PodState $made).TrimEnd(',') -split ',') { $word | Should -Match ' Running 0 ' }
        }

        It 'leaves nothing of pods that are deleted meanwhile' {
            foreach ($pod in $made) {
                $null = Invoke-Kubectl delete pod $pod --wait=false
                Stop-Container $azure *.virtual-kubelet
            }
            # A wait for what is gone already fails; this one does not.
            $null = Invoke-Kubectl delete pod @made --ignore-not-found --timeout=180s
            foreach ($pod in $made) { Get-PodContainer $pod | Should -BeNullOrEmpty }
            Get-PodState $tolerant | Should -Be $state
        }
    }

    Context 'the API server''s death' {
        It 'goes on with the pods there are and takes new ones' {
            Stop-Container $azure *.kube-apiserver
            $clock = [Diagnostics.Stopwatch]::StartNew()
            do { $null = & kubectl --kubeconfig $kubeconfig get --raw /readyz 2>&1 } while ($LASTEXITCODE -ne 0 -and $clock.Elapsed.TotalSeconds -lt 180)
            Add-Pod afterwards
            Wait-Ready afterwards
            Get-PodState $tolerant | Should -Be $state
            @(Get-PodContainer | Where-Object { $_ -match 'default-(calm|composed)\.' }) | Should -Be $containers
        }
    }
}
