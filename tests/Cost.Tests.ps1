#requires -Version 7.4
<#
    What a cluster costs: over three suspends, a cmdlet that is killed in the middle of one and an agent that is killed, the lifetimes that Measure-FrankenetesCost tells are those of the local Azure's own journal.
    Runs in Pester 5 and 6 and in the stand-in (tests/Pester). Each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder cost
    $script:azure = Start-OwnAzure $folder
    $script:made = @(New-FrankenetesCluster purse -Verbose 4>&1)
    $null = $made | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] } | Export-FrankenetesKubeConfig -Path (Use-KubeConfig $folder)

    # A pod that runs until it is deleted; somebody may do something while it is made.
    function Add-Pod([string] $Name, [string] $Namespace = 'default', [scriptblock] $Meanwhile = {}) {
        Add-Object @"
apiVersion: v1
kind: Pod
metadata: {name: $Name, namespace: $Namespace}
spec: {terminationGracePeriodSeconds: 1, containers: [{name: m, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]}
"@
        & $Meanwhile
        $null = Invoke-Kubectl wait --namespace $Namespace --for=condition=Ready "pod/$Name" --timeout=180s
    }

    # The journal's lives, each as group, beginning and end (none: it goes on), in order of group and beginning.
    function Get-Journal {
        $open, $lives = @{}, [Collections.Generic.List[object]]::new()
        foreach ($line in [IO.File]::ReadAllLines([IO.Path]::Combine($folder, 'group-journal.jsonl'))) {
            $entry = [Text.Json.JsonDocument]::Parse($line).RootElement
            $group, $time = $entry.GetProperty('group').GetString().Split('/')[-1], $entry.GetProperty('time').GetDateTimeOffset()
            if ($entry.GetProperty('event').GetString() -eq 'start') {
                if (-not $open[$group]) { $lives.Add(($open[$group] = @{ Group = $group; From = $time; To = $null })) }
            }
            elseif ($open[$group]) { $open[$group].To = $time; $open.Remove($group) }
        }
        $lives
    }

    # What is said to have lived is what has, each for as long, to the second.
    function Confirm-Lives {
        $wanted = @(Get-Journal)
        $told = @(Measure-FrankenetesCost purse -By Group | Where-Object Kind -EQ Compute)
        $told.Count | Should -Be $wanted.Count
        foreach ($life in $wanted) {
            $same = @($told | Where-Object { $_.Group -eq $life.Group -and [Math]::Abs(($_.From - $life.From).TotalSeconds) -le 1 })
            $same.Count | Should -Be 1 -Because "$($life.Group) lived from $($life.From)"
            $same[0].IsRunning | Should -Be (-not $life.To)
            if ($life.To) { [Math]::Abs(($same[0].To - $life.To).TotalSeconds) | Should -BeLessOrEqual 1 -Because "$($life.Group) lived until $($life.To)" }
        }
    }
}

AfterAll { Remove-OwnAzure $folder }

Describe 'What a cluster costs' {
    Context 'before there is one' {
        It 'is told by -WhatIf and by -Verbose, with where the price comes from' {
            # What -WhatIf says goes to the host alone: that of another shell can be read.
            $said = Invoke-Shell "`$null = Connect-Frankenetes -StatePath '$folder'; New-FrankenetesCluster other -WhatIf"
            foreach ($words in $said, "$made") { $words | Should -Match '0\.0988 USD an hour by list prices \(.*eastus.*2026-10-09\)' }
            Get-FrankenetesCluster other -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'is told with the price of a region that is known, where the one that is meant is not' {
            $said = Invoke-Shell "`$null = Connect-Frankenetes -StatePath '$folder'; New-FrankenetesCluster other -Location westeurope -WhatIf"
            $said | Should -Match 'knows no prices for westeurope: these are those of eastus'
        }
    }

    Context 'while it works' {
        BeforeAll {
            $null = Invoke-Kubectl create namespace team
            Add-Pod web
            Add-Pod work team
        }

        It 'is the time of each group that lives, as the journal of Azure has it' { Confirm-Lives }

        It 'counts a pod that ends by itself until its end' {
            $null = Invoke-Kubectl run short --image=docker.io/library/busybox:1.36 --restart=Never --command '--' true
            Wait-Field pod/short '{.status.phase}' Succeeded
            Confirm-Lives
            $short = @(Measure-FrankenetesCost purse -By Pod | Where-Object Pod -EQ short)
            $short.Count | Should -Be 1
            $short[0].IsRunning | Should -BeFalse
        }

        It 'loses nothing of what its agent did not see or could not write because it was killed' {
            Add-Pod after -Meanwhile { Stop-Container $azure '*.virtual-kubelet' }
            $null = Invoke-Kubectl delete pod after --now --wait=false
            Stop-Container $azure '*.virtual-kubelet'
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ((Invoke-Kubectl get pod after --ignore-not-found --output name) -and $clock.Elapsed.TotalSeconds -lt 180) { [Threading.Thread]::Sleep(50) }
            Confirm-Lives
        }
    }

    Context 'when it sleeps and wakes' {
        It 'is that of storage alone' {
            $null = Suspend-FrankenetesCluster purse -Now -Confirm:$false
            Confirm-Lives
            $asleep = [DateTime]::UtcNow
            $rows = @(Measure-FrankenetesCost purse -Since $asleep)
            ($rows | Where-Object Kind -EQ Compute).VcpuSeconds | Should -Be 0
            ($rows | Where-Object Kind -EQ Compute).Cost | Should -Be 0
            ($rows | Where-Object Kind -EQ Storage).Cost | Should -BeGreaterThan 0
        }

        It 'goes on with the same pods in groups of their own' {
            $null = Resume-FrankenetesCluster purse
            Confirm-Lives
            $null = Suspend-FrankenetesCluster purse -Confirm:$false
            Confirm-Lives
            @(Measure-FrankenetesCost purse -By Pod | Where-Object Pod -EQ web).Groups | Should -Be 2
        }

        It 'loses nothing when the shell that suspends it is killed in the middle' {
            $null = Resume-FrankenetesCluster purse
            Stop-ShellAt -StatePath $folder -Command 'Suspend-FrankenetesCluster purse -Now -Confirm:$false' -Step 'Deleting container groups' -Milliseconds 100
            (Suspend-FrankenetesCluster purse -Now -Confirm:$false).State | Should -Be 'Suspended'
            Confirm-Lives
        }
    }

    Context 'when it is added up' {
        BeforeAll { $script:rows = @(Measure-FrankenetesCost purse) }

        It 'is a row for compute, one for storage and one for its transactions, with prices, their days and their source' {
            $rows.Kind | Should -Be 'Compute', 'Storage', 'StorageTransactions'
            $rows[2].Quantity | Should -BeGreaterThan 100
            $rows[2].Cost | Should -BeGreaterThan 0
            $rows[2].Unit | Should -Be 'transaction'
            $rows[0].Currency | Should -Be 'USD'
            $rows[0].PriceDate | Should -Be ([DateOnly]::new(2026, 10, 9))
            $rows[0].PriceSource | Should -Match 'Retail Prices API'
            "$($rows[0].Prices)" | Should -Match 'Standard vCPU Duration.*Standard Memory Duration'
            $rows[0].Note | Should -Match 'bills nothing'
        }

        It 'is what whole cores and GB cost for so long' {
            $expected = [decimal] $rows[0].VcpuSeconds * 0.0405d / 3600 + [decimal] $rows[0].GBSeconds * 0.00445d / 3600
            [Math]::Abs($rows[0].Cost - $expected) | Should -BeLessThan 0.000001
        }

        It 'is the same by whatever it is divided' {
            foreach ($by in 'Namespace', 'Pod', 'Group') {
                $parts = @(Measure-FrankenetesCost purse -By $by | Where-Object Kind -EQ Compute)
                $sum = 0.0
                foreach ($part in $parts) { $sum += $part.VcpuSeconds }
                [Math]::Abs($sum - $rows[0].VcpuSeconds) | Should -BeLessThan 0.001
            }
            @(Measure-FrankenetesCost purse -By Namespace).Scope | Should -Be '(control plane)', 'default', 'team', 'record account', 'record account'
        }

        It 'is found by patterns and through the pipeline' {
            @(Measure-FrankenetesCost 'pur*').Count | Should -Be 3
            @(Get-FrankenetesCluster | Measure-FrankenetesCost).Count | Should -Be 3
            { Measure-FrankenetesCost absent -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotFound,*'
        }

        It 'refuses a time that ends before it begins' {
            { Measure-FrankenetesCost purse -Since ([DateTime]::UtcNow) -Until ([DateTime]::UtcNow.AddHours(-1)) -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue,*'
        }

        It 'is told for the last time when the cluster is removed' {
            Remove-FrankenetesCluster purse -Force -Verbose 4>&1 | Where-Object { "$_" -match 'It cost .* USD' } | Should -Not -BeNullOrEmpty
        }
    }
}
