#requires -Version 7.4
<#
    Pods at the prompt: made, found, waited for, read, entered and removed, on the built module, real containers and a real Kubernetes. Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
    Each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder pods
    $script:kubeconfig = Use-KubeConfig $folder
    $null = Start-OwnAzure $folder
    $null = New-FrankenetesCluster pods
    $null = Export-FrankenetesKubeConfig pods -Path $kubeconfig

    # The words of what is thrown and nothing else.
    function Get-Failure([scriptblock] $Body) {
        try { $null = & $Body } catch { return $_ }
        throw "'$Body' did not fail."
    }

    # What ConvertFrom-Json makes of kubectl's answer, where that command may be missing.
    function ConvertFrom-Text([string] $Json) {
        function Convert-Element($Element) {
            switch ("$($Element.ValueKind)") {
                'Object' {
                    $made = [ordered] @{}
                    foreach ($member in $Element.EnumerateObject()) { $made[$member.Name] = Convert-Element $member.Value }
                    [pscustomobject] $made
                }
                'Array' { , @(foreach ($item in $Element.EnumerateArray()) { Convert-Element $item }) }
                'String' { $Element.GetString() }
                'Number' { $Element.GetDouble() }
                'True' { $true }
                'False' { $false }
            }
        }
        Convert-Element ([Text.Json.JsonDocument]::Parse($Json).RootElement)
    }
}

AfterAll { Remove-OwnAzure $folder }

Describe 'Pods at the prompt' {
    Context 'when they are made' {
        It 'does nothing with -WhatIf' {
            New-FrankenetesPod pods web nginx -WhatIf | Should -BeNullOrEmpty
            Get-FrankenetesPod pods | Should -BeNullOrEmpty
        }

        It 'runs a server and waits until it is ready' {
            $script:web = New-FrankenetesPod pods web nginx -Port 80 -Label @{ app = 'web' } -Wait -Timeout 60s
            $web.Conditions['Ready'] | Should -Be 'True'
            $web.Labels['app'] | Should -Be 'web'
        }

        It 'runs something once with its environment, and waits for its end' {
            $made = New-FrankenetesPod pods once busybox:1.36 -RestartPolicy Never -Env @{ WORD = 'a b'; FLAG = $true } -Command sh, -c, 'echo "$WORD $FLAG"; echo two; exit 3' -Wait -Timeout 60s
            $script:once = $made | Wait-FrankenetesPod -For Completed -Timeout 60s -PassThru
            $once.Phase | Should -Be 'Failed'
        }

        It 'makes several from names' {
            $made = 'sleep-a', 'sleep-b' | New-FrankenetesPod pods -Image busybox:1.36 -Command sleep, 600 -Label @{ app = 'sleep' } -Cpu 0.1 -Memory 64MB
            $made.Name | Should -Be @('sleep-a', 'sleep-b')
        }

        It 'says what is wrong, with a stable id' {
            (Get-Failure { New-FrankenetesPod pods web nginx }).FullyQualifiedErrorId | Should -BeLike 'PodExists,*NewFrankenetesPodCommand'
            (Get-Failure { New-FrankenetesPod pods Web nginx }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-FrankenetesPod pods a nginx -Port 0 }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { New-FrankenetesPod pods a nginx -Namespace nowhere }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
            (Get-Failure { New-FrankenetesPod pods a nginx -Label @{ '!' = 'x' } }).FullyQualifiedErrorId | Should -BeLike 'PodInvalid,*'
        }
    }

    Context 'when they are looked for' {
        It 'finds them by name, by pattern and by label, whatever the case' {
            (Get-FrankenetesPod PODS WEB).Uid | Should -Be $web.Uid
            (Get-FrankenetesPod pods sleep-*).Name | Should -Be @('sleep-a', 'sleep-b')
            (Get-FrankenetesPod pods -AllNamespaces -Selector 'app in (web, sleep)').Name | Should -Be @('sleep-a', 'sleep-b', 'web')
            (Get-FrankenetesPod -Namespace def*).Count | Should -Be 4
            Get-FrankenetesPod pods -Namespace kube-system | Should -BeNullOrEmpty
        }

        It 'finds them by their cluster and by themselves' {
            (Get-FrankenetesCluster p* | Get-FrankenetesPod -Name web).Uid | Should -Be $web.Uid
            ($web | Get-FrankenetesPod).Uid | Should -Be $web.Uid
        }

        It 'takes an absent name for an error and an absent pattern for nothing' {
            (Get-Failure { Get-FrankenetesPod pods absent }).FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*GetFrankenetesPodCommand'
            (Get-Failure { Get-FrankenetesPod absent }).FullyQualifiedErrorId | Should -BeLike 'ClusterNotFound,*'
            (Get-Failure { Get-FrankenetesPod pods -Selector 'a in ((' }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            (Get-Failure { Get-FrankenetesPod pods ../../nodes }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            Get-FrankenetesPod pods absent* | Should -BeNullOrEmpty
        }

        It 'gives each one that is found although another one is absent' {
            $found = Get-FrankenetesPod pods web, absent -ErrorAction SilentlyContinue -ErrorVariable problem
            $found.Name | Should -Be 'web'
            $problem.Count | Should -Be 1
        }

        It 'stops asking when Select-Object has enough' -Tag RequiresPwsh {
            (Get-FrankenetesPod pods -Watch | Select-Object -First 2).Count | Should -Be 2
        }

        It 'completes clusters, namespaces, pods and containers' {
            # A first answer may come too late for the prompt; it is there for the next try.
            $complete = { param($line) for ($i = 0; $i -lt 50; $i++) { $words = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches; if ($words.Count) { return $words.CompletionText }; [Threading.Thread]::Sleep(100) } }
            & $complete 'Get-FrankenetesPod po' | Should -Be 'pods'
            & $complete 'Get-FrankenetesPod pods -Namespace kube-s' | Should -Be 'kube-system'
            & $complete 'Remove-FrankenetesPod pods sleep-' | Should -Be @('sleep-a', 'sleep-b')
            & $complete 'Get-FrankenetesPodLog pods web -Container ' | Should -Be 'web'
        }
    }

    Context 'when they are waited for' {
        It 'waits for several together and shows each' {
            $ready = Get-FrankenetesPod pods -Selector app=sleep | Wait-FrankenetesPod -Timeout 60s -PassThru
            $ready.Count | Should -Be 2
            $ready.Phase | Should -Be @('Running', 'Running')
        }

        It 'knows phases and conditions' {
            Wait-FrankenetesPod pods once -For Failed -Timeout 5s
            Wait-FrankenetesPod pods web -For PodScheduled -Timeout ([timespan]'0:0:5')
            Wait-FrankenetesPod pods once -For Ready=False -Timeout 5
        }

        It 'says how the pod is when the time is over, and at once when it is too late' {
            $late = Get-Failure { Wait-FrankenetesPod pods web -For Succeeded -Timeout 500ms }
            $late.FullyQualifiedErrorId | Should -BeLike 'PodWaitTimeout,*'
            "$late" | Should -BeLike '*It is Running, 1/1 ready.'
            (Get-Failure { Wait-FrankenetesPod pods once -For Succeeded -Timeout 60s }).FullyQualifiedErrorId | Should -BeLike 'PodEnded,*'
            (Get-Failure { Wait-FrankenetesPod pods absent -Timeout 60s }).FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*'
            (Get-Failure { Wait-FrankenetesPod pods web -For 'better times' }).FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        }
    }

    Context 'when their logs are read' {
        It 'gives lines' {
            Get-FrankenetesPodLog pods once | Should -Be @('a b true', 'two')
            Get-FrankenetesPod pods once | Get-FrankenetesPodLog -Tail 1 -Prefix | Should -Be '[default/once/once] two'
            Get-FrankenetesPodLog pods once -Timestamp -Tail 1 | Should -Match '^\d{4}-\d\d-\d\dT[\d:.]+Z two$'
        }

        It 'follows until the container ends' {
            $null = New-FrankenetesPod pods count busybox:1.36 -RestartPolicy Never -Command sh, -c, 'for i in 1 2 3; do echo $i; sleep 0.3; done' -Wait -Timeout 60s
            Get-FrankenetesPodLog pods count -Follow | Should -Be @('1', '2', '3')
        }

        It 'takes pods as kubectl writes them' {
            $json = Invoke-Kubectl get pod once -o json
            ConvertFrom-Text $json | Get-FrankenetesPodLog -Tail 1 | Should -Be 'two'
            $json = Invoke-Kubectl get pod -o json
            (ConvertFrom-Text $json | Get-FrankenetesPod).Count | Should -Be 5
        }

        It 'says what is wrong, with a stable id' {
            (Get-Failure { Get-FrankenetesPodLog pods web -Container absent }).FullyQualifiedErrorId | Should -BeLike 'ContainerNotFound,*'
            (Get-Failure { Get-FrankenetesPodLog pods once -Previous }).FullyQualifiedErrorId | Should -BeLike 'PodLogUnavailable,*'
            (Get-Failure { 1 | Get-FrankenetesPodLog -ClusterName pods }).FullyQualifiedErrorId | Should -BeLike 'NotAPod,*'
        }
    }

    Context 'when they are removed' {
        It 'does nothing with -WhatIf' {
            Get-FrankenetesPod pods | Remove-FrankenetesPod -WhatIf
            (Get-FrankenetesPod pods).Count | Should -Be 5
        }

        It 'waits until they are gone' {
            Remove-FrankenetesPod pods web -GracePeriod 1s
            Get-FrankenetesPod pods web* | Should -BeNullOrEmpty
            (Get-FrankenetesPod pods -Selector app=sleep | Remove-FrankenetesPod -Force -PassThru).Count | Should -Be 2
            Get-FrankenetesPod pods sleep* | Should -BeNullOrEmpty
        }

        It 'takes an absent name for an error, and a pod that went meanwhile for none' {
            (Get-Failure { Remove-FrankenetesPod pods web }).FullyQualifiedErrorId | Should -BeLike 'PodNotFound,*RemoveFrankenetesPodCommand'
            $web | Remove-FrankenetesPod
            Remove-FrankenetesPod pods absent*
        }

        It 'shows them go to whoever watches' {
            $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
            try {
                $null = $shell.AddScript("Import-Module '$([IO.Path]::Combine($PSScriptRoot, '..', 'Frankenetes.psd1'))'; Get-FrankenetesPod pods count -Watch")
                $output = [Management.Automation.PSDataCollection[psobject]]::new()
                $null = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
                for ($i = 0; $i -lt 2000 -and $output.Count -eq 0; $i++) { [Threading.Thread]::Sleep(50) }
                Remove-FrankenetesPod pods count
                # By index: a collection that is still open keeps whoever enumerates it.
                for ($i = 0; $i -lt 2000 -and -not $output[$output.Count - 1].Deleted; $i++) { [Threading.Thread]::Sleep(50) }
                $output[$output.Count - 1].Status | Should -Be 'Deleted'
                $shell.Stop()
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            }
            finally { $shell.Dispose() }
        }
    }

    Context 'when help is asked for' {
        It 'shows text and examples for every cmdlet' {
            foreach ($cmdlet in Get-Command -Module Frankenetes) {
                $help = Get-Help $cmdlet.Name -Full
                $help.Synopsis | Should -Match '\.$' -Because $cmdlet.Name
                @($help.examples.example).Count | Should -BeGreaterOrEqual 2 -Because $cmdlet.Name
                foreach ($parameter in $help.parameters.parameter) { "$($parameter.description.Text)" | Should -Match '\.$' -Because "$($cmdlet.Name) -$($parameter.name)" }
            }
        }
    }
}
