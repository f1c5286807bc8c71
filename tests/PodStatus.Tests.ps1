#requires -Version 7.4
<#
    What the cluster says of its pods is what became of them: exit codes, restarts, readiness that goes and comes back, Jobs, deletions. One cluster; all pods are made at the start, for most of what they show takes its time.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder status
    $script:kubeconfig = Use-KubeConfig $folder
    $null = Start-OwnAzure $folder
    $null = New-FrankenetesCluster status -Taint 'example.com/mine=yes:PreferNoSchedule' | Export-FrankenetesKubeConfig -Path $kubeconfig

    Add-Object @'
apiVersion: v1
kind: Pod
metadata: {name: wavering, labels: {app: wavering}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: docker.io/library/busybox:1.36
    command: [sh, -c, "touch /tmp/well; exec sleep 600"]
    ports: [{containerPort: 8080}]
    readinessProbe: {exec: {command: [cat, /tmp/well]}, periodSeconds: 1, failureThreshold: 1}
---
apiVersion: v1
kind: Service
metadata: {name: wavering}
spec: {selector: {app: wavering}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: work}
spec:
  completions: 4
  parallelism: 2
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [sh, -c, "exit 0"]}]
---
apiVersion: v1
kind: Pod
metadata: {name: seven}
spec:
  restartPolicy: Never
  containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [sh, -c, "exit 7"]}]
---
apiVersion: v1
kind: Pod
metadata: {name: restless}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [sh, -c, "sleep 1; exit 2"]}]
---
apiVersion: v1
kind: Pod
metadata: {name: late}
spec:
  activeDeadlineSeconds: 3
  terminationGracePeriodSeconds: 1
  containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [sleep, "600"]}]
'@
}

AfterAll { Remove-OwnAzure $folder }

Describe 'What the cluster says of its pods' {
    It 'tells an exit code as it was, with when and why' {
        Wait-Field 'pod/seven' '{.status.phase}' 'Failed'
        $ended = '.status.containerStatuses[0].state.terminated'
        Invoke-Kubectl get pod seven -o "jsonpath={$ended.exitCode} {$ended.reason} {.status.containerStatuses[0].restartCount} {.status.qosClass}" | Should -Be '7 Error 0 BestEffort'
        Invoke-Kubectl get pod seven -o "jsonpath={$ended.finishedAt}" | Should -Match '^\d{4}-'
    }

    It 'shows a pod as ready while its probe succeeds' {
        Wait-Field 'pod/wavering' '{.status.conditions[?(@.type=="Ready")].status}' 'True'
        $script:address = Invoke-Kubectl get pod wavering -o 'jsonpath={.status.podIP}'
        $address | Should -Not -BeNullOrEmpty
        Wait-Field 'endpoints/wavering' '{.subsets[0].addresses[0].ip}' $address
    }

    It 'takes it out of its Service when the probe fails' {
        $null = Invoke-Kubectl exec wavering '--' rm /tmp/well
        Wait-Field 'endpoints/wavering' '{.subsets[0].notReadyAddresses[0].ip}' $address
        Invoke-Kubectl get pod wavering -o 'jsonpath={.status.phase} {.status.containerStatuses[0].restartCount}' | Should -Be 'Running 0'
    }

    It 'counts restarts and keeps the last exit code' {
        Wait-Field 'pod/restless' '{.status.containerStatuses[0].lastState.terminated.exitCode}' '2'
        [int](Invoke-Kubectl get pod restless -o 'jsonpath={.status.containerStatuses[0].restartCount}') | Should -BeGreaterThan 0
        Invoke-Kubectl get pod restless -o 'jsonpath={.status.phase}' | Should -Be 'Running'
    }

    It 'ends a pod whose time is over' {
        Wait-Field 'pod/late' '{.status.reason}' 'DeadlineExceeded'
        Invoke-Kubectl get pod late -o 'jsonpath={.status.phase}' | Should -Be 'Failed'
    }

    It 'completes a Job' {
        Wait-Field 'job/work' '{.status.succeeded}' '4'
        Wait-Field 'job/work' '{.status.conditions[?(@.type=="Complete")].status}' 'True'
    }

    It 'deletes a pod and what ran for it' {
        $null = Invoke-Kubectl delete pod restless --timeout=180s
        Invoke-Kubectl get pod restless --ignore-not-found | Should -BeNullOrEmpty
    }

    It 'brings the pod back to its Service when the probe succeeds again' {
        $null = Invoke-Kubectl exec wavering '--' touch /tmp/well
        Wait-Field 'endpoints/wavering' '{.subsets[0].addresses[0].ip}' $address
        Invoke-Kubectl get pod wavering -o 'jsonpath={.status.containerStatuses[0].restartCount}' | Should -Be '0'
    }

    It 'has a node that says what Azure grants and that Azure answers' {
        Wait-Field 'node/frankenetes-linux' '{.status.conditions[?(@.type=="AzureReachable")].status}' 'True'
        Invoke-Kubectl get node frankenetes-linux -o 'jsonpath={.status.capacity.pods} {.spec.taints[?(@.key=="example.com/mine")].effect}' | Should -Be '100 PreferNoSchedule'
        # The control plane's own group takes one of the places.
        [int](Invoke-Kubectl get node frankenetes-linux -o 'jsonpath={.status.allocatable.pods}') | Should -BeLessThan 100
    }
}
