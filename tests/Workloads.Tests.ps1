#requires -Version 7.4
<#
    What Kubernetes' own controllers make of pods, on one real cluster: a Job, a CronJob, a StatefulSet, a Deployment that changes with every answer right, a DaemonSet. Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder workloads
    $script:kubeconfig = Use-KubeConfig $folder
    $null = Start-OwnAzure $folder
    $null = New-FrankenetesCluster workloads | Export-FrankenetesKubeConfig -Path $kubeconfig

    # CronJobs were beta until 1.21.
    $batch = if ((Invoke-Kubectl api-versions) -match '(?m)^batch/v1beta1$') { 'batch/v1beta1' } else { 'batch/v1' }
    Add-Object @"
apiVersion: $batch
kind: CronJob
metadata: {name: minutely}
spec:
  schedule: "* * * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [echo, "on time"]}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: five}
spec:
  completions: 5
  parallelism: 2
  template:
    spec:
      restartPolicy: OnFailure
      containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [sh, -c, "echo done"]}]
---
apiVersion: v1
kind: Service
metadata: {name: numbered}
spec: {clusterIP: None, selector: {app: numbered}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: numbered}
spec:
  serviceName: numbered
  replicas: 2
  selector: {matchLabels: {app: numbered}}
  template:
    metadata: {labels: {app: numbered}}
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: rolling}
spec:
  replicas: 2
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
  selector: {matchLabels: {app: rolling}}
  template:
    metadata: {labels: {app: rolling}}
    spec:
      terminationGracePeriodSeconds: 2
      containers:
      - name: main
        image: docker.io/library/busybox:1.36
        command: [sh, -c, "trap 'exit 0' TERM; echo `$WORD; touch /tmp/well; while :; do sleep 0.1; done"]
        env: [{name: WORD, value: first}]
        readinessProbe: {exec: {command: [test, -f, /tmp/well]}, periodSeconds: 1}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: everywhere}
spec:
  selector: {matchLabels: {app: everywhere}}
  template:
    metadata: {labels: {app: everywhere}}
    spec:
      terminationGracePeriodSeconds: 2
      containers: [{name: main, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]
"@
}

AfterAll { Remove-OwnAzure $folder }

Describe 'What controllers make of pods' {
    It 'runs a Job to its five ends' {
        Wait-Field job/five '{.status.conditions[?(@.type=="Complete")].status}' True
        Invoke-Kubectl get job five -o 'jsonpath={.status.succeeded} {.status.failed}' | Should -Be '5 '
        $pods = 'jsonpath={range .items[*]}{.status.phase} {.status.containerStatuses[0].state.terminated.exitCode} {.status.containerStatuses[0].restartCount},{end}'
        Invoke-Kubectl get pods --selector job-name=five -o $pods | Should -Be ('Succeeded 0 0,' * 5)
    }

    It 'has a pod on every node for a DaemonSet' {
        $null = Invoke-Kubectl rollout status daemonset/everywhere --timeout=180s
        Invoke-Kubectl get pods --selector app=everywhere -o 'jsonpath={.items[*].spec.nodeName}' | Should -Be 'frankenetes-linux'
    }

    It 'makes a StatefulSet''s pods in turn, and one that went comes again under its name' {
        $null = Invoke-Kubectl rollout status statefulset/numbered --timeout=180s
        $started = { param($pod) [DateTimeOffset] (Invoke-Kubectl get pod $pod -o 'jsonpath={.status.containerStatuses[0].state.running.startedAt}') }
        & $started numbered-1 | Should -BeGreaterOrEqual (& $started numbered-0)
        $uid = Invoke-Kubectl get pod numbered-0 -o 'jsonpath={.metadata.uid}'
        $null = Invoke-Kubectl delete pod numbered-0 --timeout=180s
        Wait-Field statefulset/numbered '{.status.readyReplicas}' 2
        Wait-Field pod/numbered-0 '{.status.conditions[?(@.type=="Ready")].status}' True
        Invoke-Kubectl get pod numbered-0 -o 'jsonpath={.metadata.uid}' | Should -Not -Be $uid
    }

    It 'replaces a Deployment''s pods one by one, with none too few at any time' {
        $null = Invoke-Kubectl rollout status deployment/rolling --timeout=180s
        # Every change of the count of available pods is followed from before the update.
        $counts = Watch-Field deployment/rolling '{.status.availableReplicas}' {
            $null = Invoke-Kubectl set env deployment/rolling WORD=second
            $null = Invoke-Kubectl rollout status deployment/rolling --timeout=180s
        }
        foreach ($count in $counts) { [int] $count | Should -BeGreaterOrEqual 2 }
        $new = Invoke-Kubectl get replicaset --selector app=rolling -o 'jsonpath={.items[?(@.metadata.annotations.deployment\.kubernetes\.io/revision=="2")].metadata.labels.pod-template-hash}'
        Invoke-Kubectl logs --selector "pod-template-hash=$new" | Should -Be "second`nsecond"
        Invoke-Kubectl get deployment rolling -o 'jsonpath={.status.updatedReplicas} {.metadata.annotations.deployment\.kubernetes\.io/revision}' | Should -Be '2 2'
    }

    It 'runs a CronJob when its time comes' {
        $job = Wait-Line @('get', 'jobs', '--watch', '--output', 'jsonpath={.metadata.name}{"\n"}') { $args[0] -like 'minutely-*' } 120
        Wait-Field "job/$job" '{.status.succeeded}' 1
        Invoke-Kubectl logs "job/$job" | Should -Be 'on time'
    }
}
