#requires -Version 7.4
<#
    What pods may ask for, on one real cluster: variables, files, volumes, shares, tags, defaults; and that what Azure Container Instances cannot do is refused by name while the node stays up.
    Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder features
    $script:kubeconfig = Use-KubeConfig $folder
    $script:azure = Start-OwnAzure $folder
    $null = New-FrankenetesCluster features -DefaultCpu 300m -DefaultMemory 700M
    $null = Export-FrankenetesKubeConfig features -Path $kubeconfig
}

AfterAll { Remove-OwnAzure $folder }

Describe 'What pods may ask for' {
    Context 'variables, files and volumes' {
        BeforeAll {
            Add-Object @'
apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data: {color: blue, file.txt: "from a ConfigMap"}
---
apiVersion: v1
kind: Secret
metadata: {name: sec}
stringData: {pw: hunter2}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, ports: [{name: web, port: 80}]}
'@
            Add-Object @'
apiVersion: v1
kind: Pod
metadata:
  name: all
  labels: {app: shop}
  annotations: {frankenetes.io/tags: "app, team", team: blue, frankenetes.io/dns-name-label: all-of-it}
spec:
  restartPolicy: Never
  initContainers:
  - name: prepare
    image: docker.io/library/busybox:1.36
    command: [sh, -c, 'echo prepared > /work/init']
    volumeMounts: [{name: work, mountPath: /work, subPath: part}]
  containers:
  - name: main
    image: docker.io/library/busybox:1.36
    command: [sh, -c]
    args:
    - |
      echo "init=$(cat /work/init)"; echo "color=$COLOR all=$P_color pw=$PW expanded=$EXPANDED"; echo "name=$POD_NAME cpu=$CPU link=$SHOP_SERVICE_PORT_WEB"
      echo "file=$(cat /conf/renamed) secret=$(cat /sec/pw) labels=$(cat /info/labels)"
      wget -qO- --no-check-certificate --header "Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/version | tr -d '\n '
      echo; echo finished; sleep 600
    ports: [{containerPort: 8080}, {containerPort: 5353, protocol: UDP}]
    resources: {requests: {cpu: 1500m, memory: 1Gi}}
    env:
    - {name: COLOR, valueFrom: {configMapKeyRef: {name: conf, key: color}}}
    - {name: PW, valueFrom: {secretKeyRef: {name: sec, key: pw}}}
    - {name: EXPANDED, value: "<$(COLOR)>"}
    - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
    envFrom: [{prefix: P_, configMapRef: {name: conf}}]
    volumeMounts: [{name: work, mountPath: /work, subPath: part}, {name: c, mountPath: /conf}, {name: s, mountPath: /sec}, {name: info, mountPath: /info}]
  volumes:
  - {name: work, emptyDir: {}}
  - {name: c, configMap: {name: conf, items: [{key: file.txt, path: renamed}]}}
  - {name: s, secret: {secretName: sec}}
  - {name: info, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
'@
            $script:log = Wait-Log all 'finished'
        }

        It 'runs init containers that share a part of an emptyDir' { $log | Should -Match 'init=prepared' }
        It 'sets variables from every source and expands them' { $log | Should -Match 'color=blue all=blue pw=hunter2 expanded=<blue>' }
        It 'tells a container of itself, and where Services are' { $log | Should -Match 'name=all cpu=1500 link=80' }
        It 'writes the files of ConfigMaps, Secrets and the downward API' { $log | Should -Match 'file=from a ConfigMap secret=hunter2 labels=app="shop"' }
        It 'lets a program in a pod talk to the API server with its token' { $log | Should -Match '"gitVersion":"v1\.' }
        It 'says in an event what was rounded' { Wait-Event all ResourcesRounded | Should -Match '1Gi becomes 1\.1 GB' }
        It 'says in an event what was left out' { Wait-Event all FieldIgnored | Should -Match 'P_file\.txt' }

        It 'makes a group with the chosen tags, both ports and the label' {
            $group = Get-Group $azure features-pods default-all
            $group | Should -Match '"team": *"blue"'
            $group | Should -Match '"app": *"shop"'
            $group | Should -Match '"protocol": *"UDP"'
            $group | Should -Match 'all-of-it\.eastus\.azurecontainer\.io'
        }

        It 'shows no secret in it' { Get-Group $azure features-pods default-all | Should -Not -Match 'hunter2|aHVudGVyMg' }
    }

    Context 'files that live' {
        BeforeAll {
            Add-Object @'
apiVersion: v1
kind: ConfigMap
metadata: {name: live}
data: {greeting: hello, deep: below}
---
apiVersion: v1
kind: Pod
metadata: {name: live}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: docker.io/library/busybox:1.36
    command: [sh, -c]
    args:
    - |
      echo "deep=$(cat /conf/a/b/deep) modes=$(stat -L -c %a /sec/pw /sec/plain | tr '\n' ' ')"; touch /conf/x || echo read-only
      while :; do now="greeting=$(cat /conf/greeting) hook=$(cat /tmp/hook)"; test "$now" = "$last" || echo "$now"; last=$now; sleep 0.1; done
    lifecycle: {postStart: {exec: {command: [sh, -c, 'echo called > /tmp/hook']}}}
    volumeMounts: [{name: c, mountPath: /conf}, {name: s, mountPath: /sec}]
  volumes:
  - {name: c, configMap: {name: live, items: [{key: greeting, path: greeting}, {key: deep, path: a/b/deep}]}}
  - {name: s, secret: {secretName: sec, defaultMode: 0400, items: [{key: pw, path: pw}, {key: pw, path: plain, mode: 0644}]}}
'@
            $script:first = Wait-Log live 'greeting=hello hook=called'
        }

        It 'lie in folders' { $first | Should -Match 'deep=below' }
        It 'have the modes that the pod asks for' { $first | Should -Match 'modes=400 644' }
        It 'are read-only for programs' { $first | Should -Match 'read-only' }

        It 'change with their ConfigMap, and no container starts again' {
            $null = Invoke-Kubectl patch configmap live --patch '{"data":{"greeting":"goodbye"}}'
            $null = Wait-Log live 'greeting=goodbye'
            Invoke-Kubectl get pod live -o 'jsonpath={.status.containerStatuses[0].restartCount}' | Should -Be '0'
        }
    }

    Context 'postStart' {
        It 'is called beside the program' { $first | Should -Match 'hook=called' }

        It 'ends the container where it fails, and an event says why' {
            Add-Object @'
apiVersion: v1
kind: Pod
metadata: {name: unhooked}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 5
  containers:
  - {name: m, image: "docker.io/library/busybox:1.36", command: [sh, -c, "trap 'exit 3' TERM; while :; do sleep 0.1; done"], lifecycle: {postStart: {exec: {command: [sh, -c, 'echo not today; exit 1']}}}}
'@
            Wait-Event unhooked FailedPostStartHook | Should -Match 'not today'
            Wait-Field pod/unhooked '{.status.containerStatuses[0].state.terminated.exitCode}' 3
        }
    }

    Context 'shares' {
        BeforeAll {
            $account = Add-Share $azure stuff
            Add-Object @"
apiVersion: v1
kind: PersistentVolume
metadata: {name: stuff}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], storageClassName: "", csi: {driver: file.csi.azure.com, volumeHandle: "rg#$account#stuff#", volumeAttributes: {shareName: stuff}, nodeStageSecretRef: {name: account, namespace: default}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: stuff}
spec: {accessModes: [ReadWriteMany], storageClassName: "", volumeName: stuff, resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: writer}
spec: {restartPolicy: Never, containers: [{name: m, image: "docker.io/library/busybox:1.36", command: [sh, -c, "echo kept > /data/note"], volumeMounts: [{name: data, mountPath: /data}]}], volumes: [{name: data, persistentVolumeClaim: {claimName: stuff}}]}
"@
            Wait-Field pod/writer '{.status.phase}' Succeeded
            Add-Object @'
apiVersion: v1
kind: Pod
metadata: {name: reader}
spec:
  restartPolicy: Never
  containers:
  - {name: m, image: "docker.io/library/busybox:1.36", command: [sh, -c, 'cat /a/note /b/note; touch /b/x || echo read-only'], volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /b}]}
  volumes: [{name: a, azureFile: {shareName: stuff, secretName: account}}, {name: b, csi: {driver: file.csi.azure.com, readOnly: true, volumeAttributes: {shareName: stuff, secretName: account}}}]
'@
            $script:said = Wait-Log reader 'read-only'
        }

        It 'come by a claim, by azureFile and as inline CSI volumes' { $said | Should -Match "kept\nkept" }
        It 'may be read-only' { $said | Should -Match 'read-only' }
    }

    Context 'defaults' {
        It 'come from the LimitRange' { Invoke-Kubectl get limitrange frankenetes-default -o 'jsonpath={.spec.limits[0].defaultRequest.cpu}/{.spec.limits[0].defaultRequest.memory}' | Should -Be '300m/700M' }
        It 'are written into pods that name none' { Invoke-Kubectl get pod reader -o 'jsonpath={.spec.containers[0].resources.requests.memory}' | Should -Be '700M' }
        It 'are refused where no container can have them' { { New-FrankenetesCluster other -DefaultCpu 99 -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*' }
    }

    Context 'what cannot be' {
        BeforeAll {
            $ports = (8001..8006 | ForEach-Object { "{containerPort: $_}" }) -join ', '
            $many = (1..61 | ForEach-Object { "{name: c$_, image: i}" }) -join ', '
            $mounts = (1..21 | ForEach-Object { "{name: v$_, mountPath: /v$_}" }) -join ', '
            $volumes = (1..21 | ForEach-Object { "{name: v$_, emptyDir: {}}" }) -join ', '
            $hostile = [ordered]@{
                'host-network' = 'hostNetwork: true, containers: [{name: m, image: i}]'
                'host-path' = 'containers: [{name: m, image: i, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, hostPath: {path: /}}]'
                'over-proc' = 'containers: [{name: m, image: i, volumeMounts: [{name: v, mountPath: /proc}]}], volumes: [{name: v, emptyDir: {}}]'
                'six-ports' = "containers: [{name: m, image: i, ports: [$ports]}]"
                'many-containers' = "containers: [$many]"
                'many-volumes' = "containers: [{name: m, image: i, volumeMounts: [$mounts]}], volumes: [$volumes]"
                'non-root-share' = 'securityContext: {runAsUser: 65532}, containers: [{name: m, image: i, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, azureFile: {shareName: s, secretName: account}}]'
                'no-entrypoint' = 'containers: [{name: m, image: "127.0.0.1:1/nowhere:1", args: [x]}]'
            }
            Add-Object (($hostile.Keys | ForEach-Object { "apiVersion: v1`nkind: Pod`nmetadata: {name: $_}`nspec: {$($hostile[$_])}" }) -join "`n---`n")
        }

        It 'refuses the host network by name' { Wait-Event host-network Unsupported | Should -Match 'spec\.hostNetwork' }
        It 'refuses a host path by name' { Wait-Event host-path Unsupported | Should -Match 'spec\.volumes\[v\]: hostPath' }
        It 'refuses a mount over the system' { Wait-Event over-proc Unsupported | Should -Match 'volumeMounts\[v\]\.mountPath' }
        It 'refuses a sixth port' { Wait-Event six-ports Unsupported | Should -Match 'ports\[8006\]' }
        It 'refuses the sixty-first container' { Wait-Event many-containers Unsupported | Should -Match 'spec\.containers: 6[12] containers' }
        It 'refuses the twenty-first volume' { Wait-Event many-volumes Unsupported | Should -Match 'spec\.volumes: 2\d volumes' }
        It 'refuses a share where a container does not run as root' { Wait-Event non-root-share Unsupported | Should -Match 'runs as user 65532' }
        It 'says why arguments alone have to wait' { Wait-Event no-entrypoint FailedMount | Should -Match '127\.0\.0\.1:1 does not answer' }
        It 'leaves the node up' { (Get-FrankenetesNode features).Status | Should -Be 'Ready' }
    }
}

Describe 'What is told beforehand' {
    BeforeAll { $script:manifest = [IO.Path]::Combine($folder, 'told.yaml') }

    It 'lists what would be refused and what would be rounded' {
        [IO.File]::WriteAllText($manifest, "kind: Deployment`nmetadata: {name: web}`nspec: {template: {spec: {hostNetwork: true, containers: [{name: m, image: i}]}}}`n---`nkind: Pod`nmetadata: {name: p}`nspec: {containers: [{name: m, image: i, resources: {requests: {memory: 2Gi}}}]}")
        $web, $p = Test-FrankenetesPod $manifest
        $web.Source | Should -Be 'Deployment/web'
        $web.Accepted | Should -BeFalse
        $web.Findings[0].Field | Should -Be 'spec.hostNetwork'
        $p.Accepted | Should -BeTrue
        "$($p.Findings)" | Should -Match 'Rounded: spec\.containers\[m\]\.resources\.requests\.memory: 2Gi becomes 2\.2 GB'
    }

    It 'gives for a pod of the cluster the group that Azure has' {
        $group = (Invoke-Kubectl get pod all -o json) | ConvertTo-FrankenetesContainerGroup
        $group | Should -Match '"dnsNameLabel": "all-of-it"'
        $group | Should -Match '"memoryInGB": 1\.1'
    }

    It 'has an error with its id for what is no manifest' {
        { 'not one' | Test-FrankenetesPod -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidManifest*'
        { ConvertTo-FrankenetesContainerGroup -Path ([IO.Path]::Combine($folder, 'absent.yaml')) -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidManifest*'
    }
}
