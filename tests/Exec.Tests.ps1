#requires -Version 7.4
<#
    Reaching into pods: commands, terminals, files, ports, probes and ends, on one real cluster, with kubectl and with our own cmdlet; and all of it once more behind a suspend.
    Runs in Pester 5 and 6 and in the stand-in (tests/Pester). Each `It` goes on where the one before it ended.
#>
BeforeDiscovery {
    $script:transports = @(
        @{ Transport = 'websockets'; Environment = @{ KUBECTL_REMOTE_COMMAND_WEBSOCKETS = 'true'; KUBECTL_PORT_FORWARD_WEBSOCKETS = 'true' } }
        @{ Transport = 'SPDY'; Environment = @{ KUBECTL_REMOTE_COMMAND_WEBSOCKETS = 'false'; KUBECTL_PORT_FORWARD_WEBSOCKETS = 'false' } }
    )
}

BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl', 'Exec', 'Processes') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder exec
    $script:kubeconfig = Use-KubeConfig $folder
    $script:images = "localhost/frankenetes-exec-$PID"
    $script:azure = Start-OwnAzure $folder
    $building = @(Start-SmallImage $azure $images)
    $null = New-FrankenetesCluster exec
    $null = Export-FrankenetesKubeConfig exec -Path $kubeconfig

    # kubectl whatever its exit code, with its streams apart.
    function Invoke-Apart([string[]] $Arguments, [byte[]] $InputBytes, [hashtable] $Environment = @{}) { Receive-Program (Start-Kubectl $Arguments $InputBytes $Environment) }

    function Wait-Running([string[]] $Name) { foreach ($pod in $Name) { Wait-Field "pod/$pod" '{.status.phase}' Running } }

    # Not ready until a file is there, and then as long as a port is open.
    function Test-ProbedPod {
        $restarts = Invoke-Kubectl get pod probed -o 'jsonpath={.status.containerStatuses[0].restartCount}'
        Wait-Field pod/probed '{.status.containerStatuses[0].started}' false 20
        Wait-Ready probed False
        $null = Invoke-Kubectl exec probed '--' touch /tmp/started
        Wait-Field pod/probed '{.status.containerStatuses[0].started}' true 20
        Invoke-Kubectl get pod probed -o 'jsonpath={.status.containerStatuses[0].ready}' | Should -Be 'false'
        $null = Invoke-Kubectl exec probed '--' httpd -p 8080
        Wait-Ready probed True
        $null = Invoke-Kubectl exec probed '--' killall httpd
        Wait-Ready probed False
        Invoke-Kubectl get pod probed -o 'jsonpath={.status.containerStatuses[0].restartCount}' | Should -Be $restarts
    }

    Wait-SmallImage $building
    Add-Object @"
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: scratch}
  spec: {terminationGracePeriodSeconds: 2, containers: [{name: c, image: "${images}:scratch", command: [/busybox, sleep, "3600"]}]}
- apiVersion: v1
  kind: Pod
  metadata: {name: user}
  spec: {terminationGracePeriodSeconds: 5, containers: [{name: c, image: "${images}:user", command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.2; done"]}]}
- apiVersion: v1
  kind: Pod
  metadata: {name: probed}
  spec:
    terminationGracePeriodSeconds: 5
    containers:
    - name: c
      image: busybox:1.36
      command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.2; done"]
      startupProbe: {exec: {command: [test, -f, /tmp/started]}, periodSeconds: 1, failureThreshold: 600}
      readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 1}
- apiVersion: v1
  kind: Pod
  metadata: {name: web}
  spec: {terminationGracePeriodSeconds: 5, containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}]}
- apiVersion: v1
  kind: Pod
  metadata: {name: plain, annotations: {frankenetes.io/pod-agent: "false"}}
  spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: busybox:1.36, command: [sleep, "3600"]}]}
- apiVersion: v1
  kind: Pod
  metadata: {name: last}
  spec:
    restartPolicy: Never
    terminationGracePeriodSeconds: 10
    containers:
    - name: c
      image: busybox:1.36
      command: [sh, -c, "trap 'echo told to end; exit 0' TERM; echo begun; while :; do echo tick; sleep 0.1; done"]
      lifecycle: {preStop: {exec: {command: [sh, -c, "echo last word > /proc/1/fd/1; sleep 0.5"]}}}
"@
}

AfterAll { Remove-OwnAzure $folder "${images}:scratch", "${images}:user" }

Describe 'Reaching into pods' {
    Context 'by commands' {
        BeforeAll { Wait-Running scratch, user, web, plain, last, probed }

        It 'runs one with arguments, its output, errors and exit code apart, in an image of nothing, over <Transport>' -ForEach $transports {
            $end = Invoke-Apart @('exec', 'scratch', '--', '/busybox', 'sh', '-c', 'echo "$0|$1"; echo wrong >&2; exit 7', 'two  words', '$HOME') -Environment $Environment
            $end.Output | Should -Be "two  words|`$HOME`n"
            $end.Error | Should -Match '^wrong\n'
            $end.Error | Should -Match 'exit code 7'
            $end.ExitCode | Should -Be 7
        }

        It 'passes a MiB in and out unchanged, over <Transport>' -ForEach $transports {
            foreach ($pod in @{ Name = 'scratch'; Program = '/busybox', 'cat' }, @{ Name = 'user'; Program = , 'cat' }) {
                $noise = New-Noise 1MB
                $end = Invoke-Apart (@('exec', '-i', $pod.Name, '--') + $pod.Program) $noise $Environment
                $end.ExitCode | Should -Be 0 -Because $end.Error
                $end.Bytes.Length | Should -Be 1MB
                Get-Hash $end.Bytes | Should -Be (Get-Hash $noise)
            }
        }

        It 'runs one as the user that the image names, over <Transport>' -ForEach $transports {
            $end = Invoke-Apart @('exec', 'user', '--', 'sh', '-c', 'id -u; exit 7') -Environment $Environment
            $end.Output | Should -Be "65532`n"
            $end.ExitCode | Should -Be 7
        }

        It 'says that there is no such program' {
            $end = Invoke-Apart @('exec', 'scratch', '--', '/absent')
            $end.ExitCode | Should -Be 127
            $end.Error | Should -Match '/absent'
        }

        It 'gives one a terminal of the caller''s size, over <Transport>' -ForEach $transports {
            $line = "stty rows 33 cols 111; kubectl --kubeconfig '$kubeconfig' exec -it user -- sh -c 'until stty size | grep -q 33.111; do sleep 0.05; done; stty size; test -t 0 && echo terminal; exit 7'"
            $end = Receive-Program (Start-Program @('script', '--quiet', '--return', '--command', $line, '/dev/null') $null $Environment -OpenInput)
            $end.Output | Should -Match '33 111\r\nterminal'
            $end.ExitCode | Should -Be 7
        }

        It 'runs one in a pod that leaves the pod agent out, by its shell' {
            $end = Invoke-Apart @('exec', 'plain', '--', 'sh', '-c', 'echo "it''s  $0"; exit 7', 'plain')
            $end.Output | Should -Be "it's  plain`n"
            $end.ExitCode | Should -Be 7
            (Invoke-Apart @('exec', 'plain', '--', 'ls', '/.frankenetes')).ExitCode | Should -Not -Be 0
        }

        It 'runs one from the prompt' {
            $end = Invoke-FrankenetesPodCommand exec scratch -Command /busybox, sh, -c, 'echo one; echo two; echo wrong >&2; exit 7'
            $end.Output | Should -Be @('one', 'two')
            $end.Error | Should -Be 'wrong'
            $end.ExitCode | Should -Be 7
            ('a', 'b', 'c' | Invoke-FrankenetesPodCommand exec user -Command wc, -l).Output | Should -Be '3'
            (Get-FrankenetesPod exec user | Invoke-FrankenetesPodCommand -Command id, -u).Output | Should -Be '65532'
        }
    }

    Context 'by files and ports' {
        It 'copies a file in and out again' {
            $noise = New-Noise 1MB
            $here = [IO.Path]::Combine($folder, 'here')
            $back = [IO.Path]::Combine($folder, 'back')
            [IO.File]::WriteAllBytes($here, $noise)
            $null = Invoke-Kubectl cp $here user:/tmp/there
            $null = Invoke-Kubectl cp user:/tmp/there $back
            Get-Hash ([IO.File]::ReadAllBytes($back)) | Should -Be (Get-Hash $noise)
        }

        It 'forwards a port, over <Transport>' -ForEach $transports {
            $pages = @(Get-ForwardedPage pod/web 80 $Environment)
            $pages.Count | Should -Be 4
            foreach ($page in $pages) { $page | Should -Match '<title>Welcome to nginx' }
        }

        It 'tells what pods use' {
            $figures = Invoke-Kubectl get --raw /api/v1/nodes/frankenetes-linux/proxy/stats/summary
            [Text.Json.JsonDocument]::Parse($figures).RootElement.GetProperty('pods').EnumerateArray() | ForEach-Object { $_.GetProperty('podRef').GetProperty('name').GetString() } | Should -Contain 'web'
        }
    }

    Context 'by probes' {
        It 'waits for the startup probe, then follows an open port' { Test-ProbedPod }
    }

    Context 'at their end' {
        It 'shows output as it comes and ends with the container, whose last word is its hook''s' {
            $null = Wait-Log last tick
            $followed = Start-Kubectl @('logs', '--follow', 'last')
            $attached = Start-Kubectl @('attach', 'last')
            # Both are connected when both have shown something.
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (($followed.Output.Length -eq 0 -or $attached.Output.Length -eq 0) -and $clock.Elapsed.TotalSeconds -lt 90) { [Threading.Thread]::Sleep(20) }
            $null = Invoke-Kubectl delete pod last --timeout=180s
            $log = Receive-Program $followed
            $log.ExitCode | Should -Be 0
            $log.Output | Should -Match '(?s)^begun\ntick.*\nlast word\n.*told to end\n$'
            $attach = Receive-Program $attached
            $attach.ExitCode | Should -Be 0 -Because $attach.Error
            $attach.Output | Should -Match '(?s)tick.*last word\r?\n.*told to end\r?\n$'
        }

        It 'waits as long as a pod asks for, and no longer, where SIGTERM is ignored' {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $null = Invoke-Kubectl delete pod scratch --timeout=180s
            $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 1.5
            # The grace of a pod that asks for none.
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        }
    }

    Context 'behind a suspend' {
        BeforeAll {
            $null = Suspend-FrankenetesCluster exec -Confirm:$false
            $null = Resume-FrankenetesCluster exec -Confirm:$false
            $null = Export-FrankenetesKubeConfig exec -Path $kubeconfig -Force
        }

        # Nothing is waited for: Resume returned, so pods are what their status says. Those that run anew count one start more.
        It 'says at once what runs anew' {
            $anew = 'jsonpath={range .items[*]}{.metadata.name} {.status.phase} {.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready},{end}'
            Invoke-Kubectl get pods -o $anew | Should -Be 'plain Running 1 true,probed Running 1 false,user Running 1 true,web Running 1 true,'
        }

        It 'runs commands' {
            foreach ($pod in 'user', 'plain') {
                $end = Invoke-Apart @('exec', $pod, '--', 'sh', '-c', 'exit 7')
                $end.ExitCode | Should -Be 7 -Because $end.Error
            }
            (Invoke-FrankenetesPodCommand exec user -Command id, -u).Output | Should -Be '65532'
        }

        It 'forwards ports' { Get-ForwardedPage pod/web 80 | Should -Match '<title>Welcome to nginx' }

        It 'probes anew' { Test-ProbedPod }
    }
}
