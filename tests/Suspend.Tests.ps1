#requires -Version 7.4
<#
    Suspend and resume in full, on one real cluster: pods end as they ask for and come back as the same objects, and the resume tells what it found. Runs in Pester 5 and 6 and in the stand-in
    (tests/Pester). Each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    # The state folder is where a process finds it whose XDG_STATE_HOME this is.
    $script:xdg = Get-OwnFolder suspend
    $script:folder = [IO.Path]::Combine($xdg, 'frankenetes', 'local-azure')
    $script:kubeconfig = Use-KubeConfig $folder
    $script:azure = Start-OwnAzure $folder
    $null = New-FrankenetesCluster sleepy
    $null = Export-FrankenetesKubeConfig sleepy -Path $kubeconfig

    # One kind, name and UID a line.
    function Get-Identity {
        Invoke-Kubectl get 'pod,statefulset,job,configmap' -l kept=yes -o 'jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.uid}{"\n"}{end}'
    }

    # A file of the share, as the pods wrote it; null where it is not there.
    function Get-Word([string] $Name) {
        $found = @([IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'storage'), $Name, 'AllDirectories'))
        if ($found.Count) { [IO.File]::ReadAllText($found[0]).Trim() }
    }

    # The controllers' leader is somebody who does nothing, for as long as this is repeated every 15 s.
    function Block-Controller {
        $now = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", [Globalization.CultureInfo]::InvariantCulture)
        $null = Invoke-Kubectl patch lease kube-controller-manager --namespace kube-system --type merge --patch "{""spec"":{""holderIdentity"":""nobody"",""renewTime"":""$now""}}"
    }
}

AfterAll {
    Remove-OwnAzure $folder
    if ([IO.Directory]::Exists($xdg)) { [IO.Directory]::Delete($xdg, $true) }
}

Describe 'A cluster that sleeps' {
    Context 'when it falls asleep' {
        BeforeAll {
            $null = Add-Share $azure words
            Add-Object @"
apiVersion: v1
kind: ConfigMap
metadata: {name: memory, labels: {kept: "yes"}}
data: {word: lightning}
---
apiVersion: v1
kind: Pod
metadata: {name: farewell, labels: {kept: "yes"}}
spec:
  terminationGracePeriodSeconds: 60
  containers:
  - name: m
    image: docker.io/library/busybox:1.36
    command: [sh, -c, 'trap "exit 0" TERM; while true; do sleep 1; done']
    lifecycle: {preStop: {exec: {command: [sh, -c, 'sleep 20; echo goodbye > /words/last']}}}
    volumeMounts: [{name: words, mountPath: /words}]
  volumes: [{name: words, azureFile: {shareName: words, secretName: account}}]
---
apiVersion: v1
kind: Pod
metadata: {name: deaf, labels: {kept: "yes"}}
spec: {terminationGracePeriodSeconds: 2, containers: [{name: m, image: "docker.io/library/busybox:1.36", command: [sh, -c, 'trap "" TERM; while true; do sleep 1; done']}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: store, labels: {kept: "yes"}}
spec:
  serviceName: store
  replicas: 2
  selector: {matchLabels: {app: store}}
  template:
    metadata: {labels: {app: store, kept: "yes"}}
    spec: {terminationGracePeriodSeconds: 1, containers: [{name: m, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: half, labels: {kept: "yes"}}
spec:
  completions: 2
  parallelism: 1
  template:
    metadata: {labels: {kept: "yes"}}
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 1
      containers: [{name: m, image: "docker.io/library/busybox:1.36", command: [sh, -c, 'mkdir /words/half && exit 0; sleep 86400'], volumeMounts: [{name: words, mountPath: /words}]}]
      volumes: [{name: words, azureFile: {shareName: words, secretName: account}}]
"@
            foreach ($pod in 'farewell', 'deaf') { $null = Invoke-Kubectl wait --for=condition=Ready "pod/$pod" --timeout=180s }
            Wait-Field statefulset/store '{.status.readyReplicas}' 2
            Wait-Field job/half '{.status.succeeded}/{.status.active}' '1/1'
            $null = Invoke-Kubectl wait --for=condition=Ready (Invoke-Kubectl get pod -l job-name=half --field-selector=status.phase!=Succeeded -o name) --timeout=180s

            # A CronJob that has missed 180 runs, and no controller that could make up for them before the cluster sleeps.
            Block-Controller
            Stop-Container $azure *.kube-controller-manager
            Add-Object @'
apiVersion: batch/v1beta1
kind: CronJob
metadata: {name: often}
spec:
  schedule: "* * * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: "docker.io/library/busybox:1.36", command: ["true"]}]}}}}
'@
            $past = [DateTime]::UtcNow.AddHours(-3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
            $often = [Text.Json.Nodes.JsonNode]::Parse((Invoke-Kubectl get --raw /apis/batch/v1beta1/namespaces/default/cronjobs/often))
            $often['status']['lastScheduleTime'] = [Text.Json.Nodes.JsonValue]::Create($past)
            [IO.File]::WriteAllText("$folder/often.json", $often.ToJsonString())
            $null = Invoke-Kubectl replace --raw /apis/batch/v1beta1/namespaces/default/cronjobs/often/status -f "$folder/often.json"
            Block-Controller

            # Whatever the time that the cluster falls asleep and wakes at, one of these runs out between.
            $now = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", [Globalization.CultureInfo]::InvariantCulture)
            Add-Object (@(foreach ($seconds in 5, 20, 35, 50, 65, 80, 95, 110, 125, 140, 155, 170) { "apiVersion: coordination.k8s.io/v1`nkind: Lease`nmetadata: {name: lease-$seconds}`nspec: {holderIdentity: me, leaseDurationSeconds: $seconds, renewTime: `"$now`"}" }) -join "`n---`n")
            $script:identity = Get-Identity
            $script:suspended = Suspend-FrankenetesCluster sleepy -Confirm:$false
        }

        It 'is Suspended, and nothing of it runs' {
            $suspended.State | Should -Be 'Suspended'
            Get-OwnContainer $azure | Should -BeNullOrEmpty
        }

        It 'waits for a pod that has a last word to say' { Get-Word last | Should -Be 'goodbye' }
    }

    Context 'when it wakes' {
        BeforeAll {
            $script:awake = Resume-FrankenetesCluster sleepy
            $script:report = $awake.LastResume
            $null = $awake | Export-FrankenetesKubeConfig -Path $kubeconfig
        }

        It 'has the same objects: bare pods, a StatefulSet and its pods, a Job half done' {
            @($identity -split "`n").Count | Should -BeGreaterThan 8
            Get-Identity | Should -Be $identity
            Wait-Field statefulset/store '{.status.readyReplicas}' 2
            Invoke-Kubectl get job half -o 'jsonpath={.status.succeeded}/{.status.active}/{.status.failed}' | Should -Be '1/1/'
        }

        It 'tells how long it slept, and that nothing is lost' {
            $report.ClusterName | Should -Be 'sleepy'
            $report.Clean | Should -BeTrue
            $report.Lost | Should -BeNullOrEmpty
            $report.Incomplete | Should -BeNullOrEmpty
            $report.Revision | Should -BeGreaterThan 100
            # A last word of 20 s was waited for with the gate closed.
            $report.Asleep.TotalSeconds | Should -BeGreaterThan 20
        }

        It 'tells which pods run again' {
            $half = Invoke-Kubectl get pod -l job-name=half --field-selector=status.phase!=Succeeded -o 'jsonpath={.items[0].metadata.name}'
            $report.PodsRecreated | Should -Be 'default/deaf', 'default/farewell', "default/$half", 'default/store-0', 'default/store-1'
            $report.PodsMissing | Should -BeNullOrEmpty
        }

        It 'tells what ran out meanwhile' {
            @($report.PassedDeadlines | Where-Object { $_.Kind -eq 'Lease' -and $_.Name -like 'lease-*' -and $_.Deadline -eq 'leaseDurationSeconds' }).Count | Should -BeGreaterThan 0
            foreach ($passed in $report.PassedDeadlines) { $passed.At | Should -BeGreaterThan $report.AsleepSince }
        }

        It 'keeps the report for whoever asks later' {
            $kept = (Get-FrankenetesCluster sleepy).LastResume
            $kept.PodsRecreated | Should -Be $report.PodsRecreated
            $kept.Asleep | Should -Be $report.Asleep
        }

        It 'runs a CronJob that missed more than a hundred runs' {
            Wait-Line @('get', 'jobs', '--watch', '--output', 'jsonpath={.metadata.ownerReferences[0].name}{"\n"}') { $args[0] -eq 'often' } | Should -Be 'often'
        }
    }

    Context 'when it is put to sleep -Now, and somebody takes its name' {
        It 'waits for no pod' {
            [IO.File]::Delete([IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'storage'), 'last', 'AllDirectories')[0])
            (Suspend-FrankenetesCluster sleepy -Now -Confirm:$false).State | Should -Be 'Suspended'
            Get-OwnContainer $azure | Should -BeNullOrEmpty
            Get-Word last | Should -BeNullOrEmpty
        }

        It 'takes another name, signs its certificates for it and says so' {
            $label = $awake.Fqdn.Split('.')[0]
            $null = Invoke-Arm $azure PUT '/subscriptions/{subscription}/resourceGroups/other?api-version=2021-04-01' '{"location":"eastus"}'
            $group = '/subscriptions/{subscription}/resourceGroups/other/providers/Microsoft.ContainerInstance/containerGroups/thief?api-version=2023-05-01'
            $null = Invoke-Arm $azure PUT $group ('{"location":"eastus","properties":{"osType":"Linux","containers":[{"name":"main","properties":{"image":"docker.io/library/busybox:1.36","command":["sleep","86400"],' +
                """resources"":{""requests"":{""cpu"":1,""memoryInGB"":1}},""ports"":[{""port"":80}]}}],""ipAddress"":{""type"":""Public"",""dnsNameLabel"":""$label"",""ports"":[{""port"":80}]}}}")
            $said = $null
            $script:again = Resume-FrankenetesCluster sleepy -WarningVariable said -WarningAction SilentlyContinue
            "$said" | Should -Match ([regex]::Escape($awake.Fqdn))
            "$said" | Should -Match ([regex]::Escape($again.Fqdn))
            $again.Fqdn | Should -Match '^sleepy-[0-9a-f]{6}\.eastus\.azurecontainer\.io$'
            $again.Fqdn | Should -Not -Be $awake.Fqdn
            $null = $again | Export-FrankenetesKubeConfig -Path $kubeconfig
            [IO.File]::ReadAllText($kubeconfig) | Should -Match ([regex]::Escape($again.Fqdn))
            $null = Invoke-Arm $azure DELETE $group
        }

        It 'has the same objects all the same' { Get-Identity | Should -Be $identity }
    }

    Context 'when its keeper cannot reach storage' {
        It 'is not put to sleep, and says why, what would be lost and what to do' {
            Set-AzureFault $azure '{"route":"PUT /*/etcd/*","service":"blob","count":1000000,"status":503,"code":"ServerBusy"}'
            $null = Invoke-Kubectl create configmap unsafe
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (-not (Get-FrankenetesCluster sleepy).UnprotectedSince -and $clock.Elapsed.TotalSeconds -lt 180) { [Threading.Thread]::Sleep(100) }
            $test = Test-FrankenetesCluster sleepy
            $test.Healthy | Should -BeFalse
            "$($test.Findings)" | Should -Match 'protection: Changes have not reached storage since .* refuses until then'
            $refusal = { Suspend-FrankenetesCluster sleepy -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'SuspendFailed,*' -PassThru
            $refusal.ErrorDetails.RecommendedAction | Should -Match '-Force .*up to revision \d+ stands in storage.* \d+ revisions at most, of the last \d+ s'
            (Get-FrankenetesCluster sleepy).State | Should -Be 'Running'
            Invoke-Kubectl get configmap unsafe -o name | Should -Be 'configmap/unsafe'
        }

        It 'is put to sleep with -Force, which says what is lost' {
            $said = $null
            (Suspend-FrankenetesCluster sleepy -Force -Now -Confirm:$false -WarningVariable said -WarningAction SilentlyContinue).State | Should -Be 'Suspended'
            "$said" | Should -Match 'without a final snapshot.*up to revision \d+ stands in storage.* \d+ revisions at most, of the last \d+ s'
            Get-OwnContainer $azure | Should -BeNullOrEmpty
            "$((Test-FrankenetesCluster sleepy).Findings)" | Should -Match 'snapshot: It was suspended without a final snapshot'
        }

        It 'comes back with what storage had, and the report says what it had not' {
            Set-AzureFault $azure
            $awake = Resume-FrankenetesCluster sleepy -WarningAction SilentlyContinue
            $null = $awake | Export-FrankenetesKubeConfig -Path $kubeconfig
            Get-Identity | Should -Be $identity
            Invoke-Kubectl get configmap unsafe --ignore-not-found -o name | Should -BeNullOrEmpty
            $awake.LastResume.Clean | Should -BeFalse
            $awake.LastResume.Lost | Should -Match 'is lost'
            $awake.LastResume.LostAtMost | Should -BeGreaterThan ([timespan]::Zero)
            $awake.LastResume.PodsRecreated.Count | Should -BeGreaterOrEqual 5
        }
    }

    Context 'when a part of what was recorded is damaged' {
        BeforeAll {
            # Turns a bit of the log, on the disk, where it says that the object was made.
            function Edit-Log([string] $Key) {
                foreach ($path in [IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'storage'), '*', 'AllDirectories')) {
                    if ($path -notmatch '/etcd\.[^/]*/content/') { continue }
                    $bytes = [IO.File]::ReadAllBytes($path)
                    $at = [Text.Encoding]::Latin1.GetString($bytes).IndexOf($Key, [StringComparison]::Ordinal)
                    # The log tells of it alone: no snapshot was made since.
                    if ($at -ge 0) { $bytes[$at] = $bytes[$at] -bxor 1; [IO.File]::WriteAllBytes($path, $bytes); return $path }
                }
            }
            $null = Invoke-Kubectl label configmap memory still=there
            foreach ($name in 'doomed', 'later') { $null = Invoke-Kubectl create configmap $name }
            Set-AzureFault $azure '{"route":"PUT /*/etcd/full/*","service":"blob","count":1000000,"status":409,"code":"SnapshotOverLimit"}'
            $null = Suspend-FrankenetesCluster sleepy -Force -Now -Confirm:$false -WarningAction SilentlyContinue
            Set-AzureFault $azure
            Edit-Log /registry/configmaps/default/doomed | Should -Not -BeNullOrEmpty
        }

        It 'is not resumed, and says up to where its record goes and what is wrong with it' {
            Confirm-Refusal { Resume-FrankenetesCluster sleepy -ErrorAction Stop -WarningAction SilentlyContinue } 'ResumeRefused,*.ResumeFrankenetesClusterCommand' 'without loss'
            (Get-FrankenetesCluster sleepy).State | Should -Not -Be 'Running'
        }

        It 'comes back with -Force as it was before the damage, and the report says that something is lost' {
            $awake = Resume-FrankenetesCluster sleepy -Force -WarningAction SilentlyContinue
            $awake.State | Should -Be 'Running'
            $awake.LastResume.Lost | Should -Match 'is lost'
            $null = $awake | Export-FrankenetesKubeConfig -Path $kubeconfig
            Invoke-Kubectl get configmap memory -o 'jsonpath={.metadata.labels.still}' | Should -Be 'there'
            Invoke-Kubectl get configmap doomed later --ignore-not-found -o name | Should -BeNullOrEmpty
            Get-Identity | Should -Be $identity
        }
    }

    Context 'when it is to sleep only if nobody uses it' {
        It 'stays awake while a pod runs that is not marked, and says which' {
            $said = Suspend-FrankenetesCluster sleepy -IfIdle 0s -Confirm:$false -Verbose 4>&1
            "$said" | Should -Match 'is not idle.*pods run: default/'
            (Get-FrankenetesCluster sleepy).State | Should -Be 'Running'
        }

        It 'stays awake while somebody changes it, and says who' {
            $null = Invoke-Kubectl delete 'job,statefulset,cronjob' --all
            $null = Invoke-Kubectl delete pod --all --now
            Add-Object @'
apiVersion: v1
kind: Pod
metadata: {name: marked, annotations: {frankenetes.io/ignored-when-idle: "true"}}
spec: {terminationGracePeriodSeconds: 1, containers: [{name: m, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]}
'@
            $null = Invoke-Kubectl wait --for=condition=Ready pod/marked --timeout=180s
            $said = Suspend-FrankenetesCluster sleepy -IfIdle 30m -Confirm:$false -Verbose 4>&1
            "$said" | Should -Match "'kubernetes-admin' asked to create default/pods/marked"
            (Get-FrankenetesCluster sleepy).State | Should -Be 'Running'
        }

        It 'falls asleep when nobody has for so long' {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            do { $state = (Suspend-FrankenetesCluster sleepy -IfIdle 4s -Confirm:$false).State } while ("$state" -eq 'Running' -and $clock.Elapsed.TotalSeconds -lt 180)
            $state | Should -Be 'Suspended'
        }
    }
}
