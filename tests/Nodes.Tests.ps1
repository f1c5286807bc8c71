#requires -Version 7.4
<#
    Further nodes, on one real cluster: made with it and added to it, used, taken along by suspend and resume, mended, drained and removed. Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
    Each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder nodes
    $script:kubeconfig = Use-KubeConfig $folder
    $script:azure = Start-OwnAzure $folder
    $null = New-FrankenetesCluster nodes -WindowsNode | Export-FrankenetesKubeConfig -Path $kubeconfig

    function Get-NodeGroup { Get-AzureResource $azure | Where-Object { $_ -match '/containerGroups/node-' } | ForEach-Object { $_.Split('/')[-1] } }

    function Get-PodGroup { Get-AzureResource $azure | Where-Object { $_ -match '/resourceGroups/nodes-pods/.*/containerGroups/' } | ForEach-Object { $_.Split('/')[-1] } }

    # A command runs in the pod. Its node has just come by its name: for a moment a resolver may know of none.
    function Confirm-Exec([string] $Pod) {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($true) {
            try { Invoke-Kubectl exec $Pod '--' true | Should -BeNullOrEmpty; return }
            catch { if ("$_" -notlike '*no such host*' -or $clock.Elapsed.TotalSeconds -gt 60) { throw } }
        }
    }
}

AfterAll { Remove-OwnAzure $folder }

Describe 'Further nodes' {
    Context 'made with the cluster' {
        It 'has a Windows node beside its own' {
            $node = Get-FrankenetesNode nodes frankenetes-windows
            $node.Status | Should -Be 'Ready'
            $node.OperatingSystem | Should -Be 'windows'
            Invoke-Kubectl get node frankenetes-windows -o 'jsonpath={.metadata.labels.kubernetes\.io/os}' | Should -Be 'windows'
            # What every node has until the controllers have seen that it is Ready.
            Wait-Field node/frankenetes-windows '{.spec.taints}' ''
        }

        It 'says plainly of a Windows pod that there is no Windows here, and the node stays up' {
            Add-Object "apiVersion: v1`nkind: Pod`nmetadata: {name: win}`nspec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: c, image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022'}]}"
            Wait-Field pod/win '{.status.containerStatuses[0].state.waiting.reason}' CreateContainerConfigError
            Invoke-Kubectl get events --field-selector 'involvedObject.name=win,reason=Unsupported' -o 'jsonpath={.items[0].message}' | Should -Match 'Windows'
            (Get-FrankenetesNode nodes frankenetes-windows).Ready | Should -BeTrue
            $null = Invoke-Kubectl delete pod win --timeout=180s
        }
    }

    Context 'when one is added' {
        It 'refuses a bad name, the control plane''s own, a bad taint, a cluster that is not there' {
            foreach ($bad in 'B', 'a', 'a.b', '-a', 'a_b', ('a' * 41)) { { Add-FrankenetesNode nodes $bad -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidNodeName,*' }
            { Add-FrankenetesNode nodes frankenetes-linux -ErrorAction Stop } | Should -Throw -ErrorId 'NodeExists,*'
            { Add-FrankenetesNode nodes extra -Taint nonsense -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue,*'
            { Add-FrankenetesNode absent extra -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotFound,*'
            Get-NodeGroup | Should -Be 'node-frankenetes-windows'
        }

        It 'does nothing with -WhatIf' {
            Add-FrankenetesNode nodes extra -WhatIf | Should -BeNullOrEmpty
            Get-NodeGroup | Should -Be 'node-frankenetes-windows'
        }

        It 'goes on where it was killed' {
            Stop-ShellAt $folder 'Add-FrankenetesNode nodes extra -Taint team=a:NoSchedule' 'Waiting for the node'
            $node = Get-FrankenetesCluster nodes | Add-FrankenetesNode -Name extra -Taint team=a:NoSchedule
            $node.Name | Should -Be 'extra'
            $node.Status | Should -Be 'Ready'
            $node | Get-FrankenetesNode | ForEach-Object { $_.Name } | Should -Be 'extra'
            @(Get-NodeGroup).Count | Should -Be 2
            (Get-FrankenetesCluster nodes).Operation | Should -BeNullOrEmpty
        }

        It 'is an own identity with an own certificate, which may write to no other node' {
            Invoke-Kubectl get node extra -o 'jsonpath={.spec.taints[?(@.key=="team")].value}:{.spec.taints[?(@.key=="team")].effect}' | Should -Be 'a:NoSchedule'
            Invoke-Kubectl get lease extra -n kube-node-lease -o 'jsonpath={.spec.holderIdentity}' | Should -Be 'extra'
            $ids = Invoke-Kubectl get nodes -o 'jsonpath={range .items[*]}{.status.nodeInfo.systemUUID}{"\n"}{end}'
            [Collections.Generic.HashSet[string]]::new([string[]] ($ids -split "`n" | Where-Object { $_ })).Count | Should -Be 3
            # The API server calls it by a name that its certificate bears.
            Invoke-Kubectl get --raw /api/v1/nodes/extra/proxy/healthz | Should -Be 'ok'
            Invoke-Kubectl get node extra -o 'jsonpath={.status.addresses[?(@.type=="ExternalDNS")].address}' | Should -Match '^nodes-[0-9a-f]{6}-[0-9a-f]{6}\.'
        }

        It 'is another one by the same name only after it was removed' {
            { Add-FrankenetesNode nodes extra -OperatingSystem Windows -ErrorAction Stop } | Should -Throw -ErrorId 'NodeExists,*'
        }
    }

    Context 'when it is used' {
        It 'runs the pods that mean it, with commands, logs and figures by way of the API server' {
            Add-Object @'
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: there}
  spec:
    nodeSelector: {kubernetes.io/hostname: extra}
    restartPolicy: Never
    tolerations: [{key: team, operator: Exists}]
    terminationGracePeriodSeconds: 20
    containers: [{name: c, image: "docker.io/library/busybox:1.36", command: [sh, -c, "trap 'exit 0' TERM; echo hello; while :; do sleep 0.1; done"]}]
- apiVersion: v1
  kind: Pod
  metadata: {name: here}
  spec: {nodeSelector: {kubernetes.io/hostname: frankenetes-linux}, terminationGracePeriodSeconds: 1, containers: [{name: c, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]}
- apiVersion: apps/v1
  kind: DaemonSet
  metadata: {name: everywhere}
  spec:
    selector: {matchLabels: {app: everywhere}}
    template:
      metadata: {labels: {app: everywhere}}
      spec:
        nodeSelector: {kubernetes.io/os: linux}
        tolerations: [{operator: Exists}]
        terminationGracePeriodSeconds: 1
        containers: [{name: c, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]
'@
            foreach ($pod in 'there', 'here') { $null = Invoke-Kubectl wait --for=condition=Ready "pod/$pod" --timeout=180s }
            $null = Invoke-Kubectl rollout status daemonset/everywhere --timeout=180s
            Invoke-Kubectl exec there '--' sh -c 'echo $((6*7))' | Should -Be '42'
            Invoke-Kubectl logs there | Should -Be 'hello'
            Invoke-Kubectl get --raw /api/v1/nodes/extra/proxy/stats/summary | Should -Match '"there"'
            (Get-FrankenetesPod nodes there | Get-FrankenetesNode).Name | Should -Be 'extra'
            @(Get-PodGroup).Count | Should -Be 4
        }

        It 'comes back by itself when it is killed, and no pod is touched' {
            $before = Invoke-Kubectl get pods -o 'jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].containerID},{end}'
            $boot = Invoke-Kubectl get node extra -o 'jsonpath={.status.nodeInfo.bootID}'
            Stop-Container $azure '*.node-extra.virtual-kubelet'
            Wait-Line @('get', 'node', 'extra', '--watch', '--output', 'jsonpath={.status.nodeInfo.bootID}{"\n"}') { $args[0] -ne $boot } 60 | Should -Not -Be $boot
            Confirm-Exec there
            Invoke-Kubectl get pods -o 'jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].containerID},{end}' | Should -Be $before
        }
    }

    Context 'when the cluster sleeps' {
        It 'sleeps with it, and its pods wake with it' {
            $uids = 'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.spec.nodeName},{end}'
            $before = Invoke-Kubectl get pods --field-selector status.phase=Running -o $uids
            $null = Suspend-FrankenetesCluster nodes -Confirm:$false -WarningVariable warned
            $warned | Should -BeNullOrEmpty
            Get-OwnContainer $azure | Should -BeNullOrEmpty
            $null = Resume-FrankenetesCluster nodes
            $null = Export-FrankenetesKubeConfig nodes -Path $kubeconfig -Force
            Get-FrankenetesNode nodes | ForEach-Object { "$($_.Name) $($_.Status)" } | Should -Be @('extra Ready', 'frankenetes-linux Ready', 'frankenetes-windows Ready')
            Invoke-Kubectl get pods --field-selector status.phase=Running -o $uids | Should -Be $before
            Confirm-Exec there
        }

        It 'does not keep it from waking when it does not come up, and is back with its pods when it is added again' {
            $same = 'jsonpath={.metadata.uid} {.spec.nodeName}'
            $before = Invoke-Kubectl get pod there -o $same
            $null = Suspend-FrankenetesCluster nodes -Now -Confirm:$false
            Set-AzureFault $azure '{"route":"PUT /subscriptions/*/containerGroups/node-extra","service":"arm","count":1,"status":409,"code":"ContainerGroupQuotaReached"}'
            (Resume-FrankenetesCluster nodes -WarningVariable warned -WarningAction SilentlyContinue).State | Should -Be 'Running'
            "$warned" | Should -Match "without node 'extra'.*ContainerGroupQuotaReached.*Add-FrankenetesNode"
            Get-NodeGroup | Should -Be 'node-frankenetes-windows'
            $null = Export-FrankenetesKubeConfig nodes -Path $kubeconfig -Force
            (Add-FrankenetesNode nodes extra).Status | Should -Be 'Ready'
            Invoke-Kubectl get pod there -o $same | Should -Be $before
            Confirm-Exec there
        }
    }

    Context 'when it is removed' {
        It 'refuses the control plane''s own, and one that was never added' {
            { Remove-FrankenetesNode nodes frankenetes-linux -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'NodeIsControlPlane,*'
            { Remove-FrankenetesNode nodes absent -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'NodeNotFound,*'
            Get-FrankenetesNode nodes extra | Remove-FrankenetesNode -WhatIf
            Invoke-Kubectl get node extra -o 'jsonpath={.spec.taints[?(@.key=="frankenetes.io/removing")].effect}' | Should -BeNullOrEmpty
        }

        It 'ends its pods with their grace' {
            # What was told of the pod to its end: the exit code of its own trap is there only where nobody killed it.
            $told = Watch-Field pod/there 'code {.status.containerStatuses[0].state.terminated.exitCode}' {
                Stop-ShellAt $folder 'Remove-FrankenetesNode nodes extra -Confirm:$false' 'Ending the node''s pods' 300
                Get-FrankenetesNode nodes ext* | Remove-FrankenetesNode -Confirm:$false
            }
            $told -join "`n" | Should -Match '(?m)^code 0$'
        }

        It 'leaves nothing of it, and nothing else is touched' {
            Get-FrankenetesNode nodes | ForEach-Object { $_.Name } | Should -Be @('frankenetes-linux', 'frankenetes-windows')
            Invoke-Kubectl get lease extra -n kube-node-lease --ignore-not-found | Should -BeNullOrEmpty
            Invoke-Kubectl get pods --field-selector spec.nodeName=extra -o name | Should -BeNullOrEmpty
            Get-NodeGroup | Should -Be 'node-frankenetes-windows'
            $groups = @(Get-PodGroup)
            $groups.Count | Should -Be 2
            $groups | Should -Contain 'default-here'
            Invoke-Kubectl exec here '--' true | Should -BeNullOrEmpty
        }

        It 'may come again under its name' {
            (Add-FrankenetesNode nodes extra).Status | Should -Be 'Ready'
            Wait-Field node/extra '{.spec.taints} {.spec.unschedulable}' ' '
        }

        It 'goes with the cluster' {
            Remove-FrankenetesCluster nodes -Force
            Get-AzureResource $azure | Should -BeNullOrEmpty
            Get-OwnContainer $azure | Should -BeNullOrEmpty
        }
    }
}
