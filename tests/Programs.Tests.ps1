#requires -Version 7.4
<#
    How the programs of pods are started where a pod asks for what Azure Container Instances has no word for: a folder, the pod's address, parts of volumes, input, a terminal, its last words. On one real cluster.
    Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Exec', 'Processes') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder programs
    $script:kubeconfig = Use-KubeConfig $folder
    $script:images = "localhost/frankenetes-programs-$PID"
    $script:azure = Start-OwnAzure $folder
    $building = @(Start-SmallImage $azure $images)
    $null = New-FrankenetesCluster programs
    $null = Export-FrankenetesKubeConfig programs -Path $kubeconfig

    # kubectl at a terminal of 33 lines and 111 columns where somebody types.
    function Invoke-AtTerminal([string] $Arguments, [string] $Typed) {
        $line = "stty rows 33 cols 111; kubectl --kubeconfig '$kubeconfig' $Arguments"
        Receive-Program (Start-Program @('script', '--quiet', '--return', '--command', $line, '/dev/null') ([Text.Encoding]::UTF8.GetBytes($Typed)) -OpenInput)
    }

    $null = Add-Share $azure stuff
    Wait-SmallImage $building
    Add-Object @"
apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data: {app.conf: from a ConfigMap}
---
apiVersion: v1
kind: Pod
metadata: {name: scratch}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: c
    image: "${images}:scratch"
    workingDir: /made/for/it
    command: [/busybox, sh, -c, 'echo "`$(/busybox pwd) on `$URL by `$0, process `$`$`$`$"; /busybox sleep 3600', '`$(IP)']
    env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}, {name: URL, value: 'http://`$(IP):80'}]
    readinessProbe: {exec: {command: [/busybox, sh, -c, 'test `$(/busybox pwd) = /made/for/it']}}
    lifecycle: {postStart: {exec: {command: [/busybox, sh, -c, '/busybox pwd > hooked']}}}
---
apiVersion: v1
kind: Pod
metadata: {name: parts}
spec:
  terminationGracePeriodSeconds: 1
  hostAliases: [{ip: 192.0.2.7, hostnames: [old.example]}]
  initContainers:
  - {name: i, image: busybox:1.36, workingDir: /all, command: [sh, -c, 'cat /etc/app/app.conf > from-init'], volumeMounts: [{name: c, mountPath: /etc/app/app.conf, subPath: app.conf}, {name: e, mountPath: /all}]}
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'echo "file=`$(cat /etc/app/app.conf) init=`$(cat /all/from-init)"; ls -l /etc/app/app.conf; echo kept > /part/note; echo "whole=`$(cat /all/some/part/note)"; echo shared > /data/note; echo "share=`$(cat /share/deep/er/note)"; grep old.example /etc/hosts; echo over; sleep 3600']
    volumeMounts:
    - {name: c, mountPath: /etc/app/app.conf, subPath: app.conf}
    - {name: e, mountPath: /all}
    - {name: e, mountPath: /part, subPath: some/part}
    - {name: s, mountPath: /share}
    - {name: s, mountPath: /data, subPath: deep/er}
  volumes: [{name: c, configMap: {name: conf, defaultMode: 0640}}, {name: e, emptyDir: {}}, {name: s, azureFile: {shareName: stuff, secretName: account}}]
---
apiVersion: v1
kind: Pod
metadata: {name: denied}
spec: {restartPolicy: Never, containers: [{name: c, image: "${images}:user", command: [sh, -c, 'exit 0'], volumeMounts: [{name: c, mountPath: /etc/app.conf, subPath: app.conf}]}], volumes: [{name: c, configMap: {name: conf}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: once}
spec:
  restartPolicy: Never
  containers: [{name: c, image: "${images}:user", stdin: true, stdinOnce: true, command: [sh, -c, '(while :; do echo tick; sleep 0.2; done) & while read line; do echo "heard `$line"; done; echo end of input; exit 5']}]
---
apiVersion: v1
kind: Pod
metadata: {name: why}
spec: {restartPolicy: Never, containers: [{name: c, image: "${images}:user", terminationMessagePath: /tmp/why, command: [sh, -c, 'printf because > /tmp/why; printf "last word"; exit 4']}]}
---
apiVersion: v1
kind: Pod
metadata: {name: again, annotations: {frankenetes.io/previous-logs: "true"}}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: c, image: busybox:1.36, terminationMessagePolicy: FallbackToLogsOnError, command: [sh, -c, 'if test -f /data/ran; then echo second run; sleep 3600; fi; touch /data/ran; echo first run; exit 1'], volumeMounts: [{name: d, mountPath: /data}]}]
  volumes: [{name: d, emptyDir: {}}]
---
apiVersion: v1
kind: Pod
metadata: {name: unkept}
spec:
  terminationGracePeriodSeconds: 1
  containers: [{name: c, image: busybox:1.36, command: [sh, -c, 'if test -f /data/ran; then sleep 3600; fi; touch /data/ran; exit 1'], volumeMounts: [{name: d, mountPath: /data}]}]
  volumes: [{name: d, emptyDir: {}}]
"@
}

AfterAll { Remove-OwnAzure $folder "${images}:scratch", "${images}:user" }

Describe 'Programs of pods' {
    Context 'and their surroundings' {
        BeforeAll {
            $script:scratch = Wait-Log scratch ' process '
            $script:parts = Wait-Log parts 'over'
        }

        It 'start in the folder that the pod names, in an image of nothing, in the container''s first process' {
            $scratch | Should -Match '^/made/for/it on '
            $scratch | Should -Match 'process 1$'
        }

        It 'find commands, probes and hooks beside them in the same folder' {
            Wait-Ready scratch
            Invoke-Kubectl exec scratch '--' /busybox pwd | Should -Be '/made/for/it'
            Invoke-Kubectl exec scratch '--' /busybox cat /made/for/it/hooked | Should -Be '/made/for/it'
        }

        It 'know the pod''s address, and so do commands beside them' {
            $scratch | Should -Match 'on http://(\d+\.\d+\.\d+\.\d+):80 by \1,'
            $address = [regex]::Match($scratch, '//([\d.]+):').Groups[1].Value
            Invoke-Kubectl exec scratch '--' /busybox ifconfig | Should -Match "addr:$([regex]::Escape($address)) "
            Invoke-Kubectl exec scratch '--' /busybox sh -c 'echo $IP' | Should -Be $address
        }

        It 'find one file of a ConfigMap at a place of its own, init containers too' {
            $parts | Should -Match 'file=from a ConfigMap init=from a ConfigMap'
            $parts | Should -Match '-rw-r-----.* /etc/app/app\.conf'
        }

        It 'find a part of a volume that is seen whole too' { $parts | Should -Match 'whole=kept' }
        It 'find a part of a share' { $parts | Should -Match 'share=shared' }
        It 'know the hosts that the pod names' { $parts | Should -Match '192\.0\.2\.7\s+old\.example' }

        It 'are not started where a file cannot be put in its place, and the status says why' {
            Wait-Field pod/denied '{.status.containerStatuses[0].state.terminated.exitCode}' 128 60
            Invoke-Kubectl get pod denied -o 'jsonpath={.status.containerStatuses[0].state.terminated.message}' | Should -Match '/etc/app\.conf.*runs as user 65532'
        }
    }

    Context 'and their input' {
        It 'have a terminal, in an image that runs as 65532' {
            $end = Invoke-AtTerminal "run -it --rm shell --image=${images}:user --restart=Never -- sh" "echo typed-`$((6 * 7)) by `$(id -u); stty size; exit 7`n"
            $end.Output | Should -Match 'typed-42 by 65532'
            $end.Output | Should -Match '33 111'
            $end.ExitCode | Should -Be 7
        }

        It 'have the image''s own shell at it where the pod names no command' {
            $end = Invoke-AtTerminal 'run -it --rm own --image=busybox:1.36 --restart=Never' "echo typed-`$((6 * 7)); exit 7`n"
            $end.Output | Should -Match 'typed-42'
            $end.ExitCode | Should -Be 7
        }

        It 'take it from one who attaches, and all who are attached see what they say' {
            $null = Wait-Log once tick
            $watcher = Start-Kubectl @('attach', 'once')
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($watcher.Output.Length -eq 0 -and $clock.Elapsed.TotalSeconds -lt 90) { [Threading.Thread]::Sleep(20) }
            $writer = Receive-Program (Start-Kubectl @('attach', '-i', 'once') ([Text.Encoding]::UTF8.GetBytes("one`ntwo`n")))
            $writer.Output | Should -Match '(?s)heard one\n.*heard two\n.*end of input\n'
            (Receive-Program $watcher).Output | Should -Match '(?s)heard one\n.*end of input\n'
            Wait-Field pod/once '{.status.containerStatuses[0].state.terminated.exitCode}' 5 30
            Invoke-Kubectl logs once | Should -Match '(?s)heard one\n.*end of input'
        }
    }

    Context 'and their last words' {
        It 'leave a message for the status, which no log shows' {
            Wait-Field pod/why '{.status.containerStatuses[0].state.terminated.message}' because 60
            Invoke-Kubectl get pod why -o 'jsonpath={.status.containerStatuses[0].state.terminated.exitCode}' | Should -Be '4'
            Invoke-Kubectl logs why | Should -Be 'last word'
            Invoke-Kubectl logs why --tail=1 | Should -Be 'last word'
        }

        It 'are there when the next run is under way, as log and as message' {
            Wait-Field pod/again '{.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready}' '1 true' 60
            Invoke-Kubectl logs again --previous | Should -Be 'first run'
            Invoke-Kubectl logs again | Should -Be 'second run'
            Wait-Field pod/again '{.status.containerStatuses[0].lastState.terminated.message}' 'first run'
        }

        It 'are not there where nobody asked to keep them, and that is said' {
            Wait-Field pod/unkept '{.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready}' '1 true' 60
            { Invoke-Kubectl logs unkept --previous } | Should -Throw '*frankenetes.io/previous-logs*'
        }
    }
}
