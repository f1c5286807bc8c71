#requires -Version 7.4
<#
    Checkpoints on the built module, real containers and a real Kubernetes: made while the cluster runs, gone back to, cloned, removed. Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
    Each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Faults', 'Checkpoint') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder checkpoint
    $script:azure = Start-OwnAzure $folder

    # What the checkpoint must bring back: one name and UID a line.
    function Get-Identity {
        Invoke-Kubectl get namespace/kube-system configmap/memory secret/account pod/keep -o 'jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.uid}{"\n"}{end}'
    }

    # The word in the pod's share.
    function Get-Word {
        Wait-Ready keep
        Invoke-Kubectl exec keep '--' cat /data/word
    }

    # The default service account's token, as the cluster keeps it.
    function Get-Token {
        $text = Invoke-Kubectl get secrets -o 'jsonpath={.items[?(@.type=="kubernetes.io/service-account-token")].data.token}'
        [Text.Encoding]::ASCII.GetString([Convert]::FromBase64String($text.Split(' ')[0]))
    }

    function Get-Authority { [regex]::Match([IO.File]::ReadAllText((Use-KubeConfig $folder)), 'certificate-authority-data: (\S+)').Groups[1].Value }

    # The status with which a cluster's API server meets a token.
    function Get-TokenStatus([string] $Cluster, [string] $Token) {
        $address = (Get-FrankenetesCluster $Cluster).IPAddress
        $code = "header = ""Authorization: Bearer $Token""" | & curl --silent --insecure --output /dev/null --write-out '%{http_code}' --config - "https://${address}:6443/api/v1/namespaces/default/pods"
        if ($LASTEXITCODE -ne 0) { throw "curl ended with $LASTEXITCODE." }
        $code
    }
}

AfterAll { Remove-OwnAzure $folder }

Describe 'A checkpoint' {
    Context 'of a running cluster' {
        It 'is made while the cluster works' {
            $null = New-FrankenetesCluster vault
            $null = Add-FrankenetesNode vault extra -Taint 'for=nobody:NoSchedule'
            Use-Cluster $azure vault
            $null = Add-Share $azure stuff
            $null = Invoke-Kubectl create configmap memory --from-literal=word=before
            $pod = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"keep","annotations":{"frankenetes.io/dns-name-label":"keeper"}},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"busybox:1.36",' +
                '"ports":[{"containerPort":8080}],"command":["sh","-c","[ -s /data/word ] || cat /proc/sys/kernel/random/uuid > /data/word; exec sleep 86400"],"volumeMounts":[{"name":"v","mountPath":"/data"}]}],' +
                '"volumes":[{"name":"v","azureFile":{"shareName":"stuff","secretName":"account"}}]}}'
            Add-Object $pod
            $script:word = Get-Word
            $word | Should -Match '^[0-9a-f-]{36}$'
            $script:identity = Get-Identity
            $script:token = Get-Token
            Get-TokenStatus vault $token | Should -Be '403'

            $script:first = Checkpoint-FrankenetesCluster vault first -Description 'before all that'
            $first.ClusterName | Should -Be 'vault'
            $first.Name | Should -Be 'first'
            $first.Bytes | Should -BeGreaterThan 10000
            $first.Revision | Should -BeGreaterThan 100
            (Get-FrankenetesCluster vault).State | Should -Be 'Running'
        }

        It 'does nothing with -WhatIf' {
            Checkpoint-FrankenetesCluster vault other -WhatIf | Should -BeNullOrEmpty
            Get-FrankenetesCheckpoint vault other* | Should -BeNullOrEmpty
        }

        It 'is refused under a name that is taken' {
            Confirm-Refusal { Checkpoint-FrankenetesCluster vault first -ErrorAction Stop } 'CheckpointExists,*.CheckpointFrankenetesClusterCommand' 'first'
        }

        It 'is refused under the name <word>' -ForEach @{ Word = 'First' }, @{ Word = '-a' }, @{ Word = 'a/b' }, @{ Word = '../a' }, @{ Word = 'a' * 64 }, @{ Word = "a`n" }, @{ Word = 'größe' } {
            Confirm-Refusal { Checkpoint-FrankenetesCluster vault $word -ErrorAction Stop } 'InvalidCheckpointName,*.CheckpointFrankenetesClusterCommand' $word
        }

        It 'is called by the time where it is given no name' {
            $script:timed = Get-FrankenetesCluster vault | Checkpoint-FrankenetesCluster
            $timed.Name | Should -Match '^\d{8}-\d{6}$'
        }

        It 'is listed, the newest first, by name, by pattern, by cluster and by itself' {
            @(Get-FrankenetesCheckpoint vault | ForEach-Object Name) | Should -Be @($timed.Name, 'first')
            (Get-FrankenetesCheckpoint v* f*).Description | Should -Be 'before all that'
            @(Get-FrankenetesCluster vault | Get-FrankenetesCheckpoint).Count | Should -Be 2
            ($first | Get-FrankenetesCheckpoint).Revision | Should -Be $first.Revision
            ([pscustomobject]@{ ClusterName = 'vault'; Name = 'first' } | Get-FrankenetesCheckpoint).Sha256 | Should -Be $first.Sha256
            (Get-FrankenetesCheckpoint -Name first).Age | Should -BeGreaterThan ([timespan]::Zero)
            Confirm-Refusal { Get-FrankenetesCheckpoint vault absent -ErrorAction Stop } 'CheckpointNotFound,*.GetFrankenetesCheckpointCommand' 'absent'
            Confirm-Refusal { Get-FrankenetesCheckpoint nowhere first -ErrorAction Stop } 'ClusterNotFound,*.GetFrankenetesCheckpointCommand' 'nowhere'
        }

        It 'is removed by name and by property' {
            [pscustomobject]@{ ClusterName = 'vault'; Name = $timed.Name } | Remove-FrankenetesCheckpoint -WhatIf
            @(Get-FrankenetesCheckpoint vault).Count | Should -Be 2
            $timed | Remove-FrankenetesCheckpoint -Confirm:$false
            Get-FrankenetesCheckpoint vault | ForEach-Object Name | Should -Be 'first'
            Confirm-Refusal { Remove-FrankenetesCheckpoint nowhere first -Confirm:$false -ErrorAction Stop } 'ClusterNotFound,*.RemoveFrankenetesCheckpointCommand' 'nowhere'
            Confirm-Refusal { Remove-FrankenetesCheckpoint vault $timed.Name -Confirm:$false -ErrorAction Stop } 'CheckpointNotFound,*.RemoveFrankenetesCheckpointCommand' $timed.Name
        }
    }

    Context 'to which the cluster goes back' {
        It 'is refused where there is none such, before anything is stopped' {
            Confirm-Refusal { Restore-FrankenetesCluster vault absent -Force -ErrorAction Stop } 'CheckpointNotFound,*.RestoreFrankenetesClusterCommand' 'absent'
            Confirm-Refusal { Restore-FrankenetesCluster vault -Force -ErrorAction Stop } 'InvalidValue,*.RestoreFrankenetesClusterCommand' 'vault'
            Restore-FrankenetesCluster vault first -WhatIf | Should -BeNullOrEmpty
            (Get-FrankenetesCluster vault).Epoch | Should -Be 1
        }

        It 'brings its objects and pods back and takes away what came later, also when it was broken off' {
            $script:seen = @(Get-Revision)
            $script:held = Open-Watch $seen[0]
            $null = Invoke-Kubectl delete pod keep --timeout=180s
            $null = Invoke-Kubectl delete configmap memory
            $null = Invoke-Kubectl create configmap memory --from-literal=word=after
            Add-Object '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"late"},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"busybox:1.36","command":["sleep","86400"]}]}}'
            $null = Invoke-Kubectl wait --for=condition=Ready pod/late --timeout=180s
            foreach ($start in 'first', 'second') {
                $awake = Restart-Dirty $azure vault
                Use-Cluster $azure vault
                $awake.LastResume.Clean | Should -BeFalse
                $null = Invoke-Kubectl create configmap "after-$start"
                $script:seen += Get-Revision
            }

            Stop-ShellAt $folder 'Restore-FrankenetesCluster vault first -Force' 'Choosing the checkpoint'
            $script:restored = Restore-FrankenetesCluster vault first -Force
            $restored.State | Should -Be 'Running'
            $restored.LastResume.RestoredFrom | Should -Be 'first'
            $restored.LastResume.Lost | Should -BeNullOrEmpty
            Use-Cluster $azure vault
            Get-Identity | Should -Be $identity
            Invoke-Kubectl get configmap memory -o 'jsonpath={.data.word}' | Should -Be 'before'
            Get-Word | Should -Be $word
            { Invoke-Kubectl get pod late } | Should -Throw '*not found*'
            @(Get-OwnContainer $azure | Where-Object { $_.EndsWith('.late') }).Count | Should -Be 0
        }

        It 'gives out no number a second time, though two starts of before had raised them: a watch held since then is told to begin anew' {
            $seen[1] | Should -BeGreaterThan ($seen[0] + 900000000)
            $seen[2] | Should -BeGreaterThan ($seen[1] + 900000000)
            Get-Revision | Should -BeGreaterThan ($seen[2] + 900000000)
            # The first API server took the watch with it; where it goes on, it goes on from what it saw last.
            $told = Read-Watch $held
            $told | Should -Match '"word":"after"'
            $last = [regex]::Matches($told, '"resourceVersion":"(\d+)"')[-1].Groups[1].Value
            foreach ($number in @($last) + $seen) {
                $told = Read-Watch (Open-Watch $number 3)
                $told | Should -Match '410|too old resource version|Expired'
                $told | Should -Not -Match '"type":"(ADDED|MODIFIED|DELETED|BOOKMARK)"'
            }
        }

        It 'goes on as it was where the content is not what the checkpoint says, also when that was broken off' {
            $null = Checkpoint-FrankenetesCluster vault crooked
            Edit-Checkpoint $azure $restored.Id crooked
            Stop-ShellAt $folder 'Restore-FrankenetesCluster vault crooked -Force -NoCheckpoint' 'Opening storage to the new epoch'
            Confirm-Refusal { Restore-FrankenetesCluster vault crooked -Force -NoCheckpoint -ErrorAction Stop } 'CheckpointRefused,*.RestoreFrankenetesClusterCommand' 'crooked'
            $awake = Get-FrankenetesCluster vault
            $awake.State | Should -Be 'Running'
            $awake.LastResume.Clean | Should -BeTrue
            Use-Cluster $azure vault
            Get-Identity | Should -Be $identity
            Remove-FrankenetesCheckpoint vault crooked -Confirm:$false
        }

        It 'has left what was there before as a checkpoint' {
            $before = @(Get-FrankenetesCheckpoint vault before-restore-*)
            $before.Count | Should -BeGreaterOrEqual 1
            $before[0].Description | Should -Match "'first'"
        }

        It 'keeps what service accounts had' { Get-TokenStatus vault $token | Should -Be '403' }
    }

    Context 'of which a second cluster is made while the first sleeps' {
        It 'is refused under the names of clusters that there are' {
            Confirm-Refusal { Restore-FrankenetesCluster vault -NewName vault -ErrorAction Stop } 'ClusterExists,*.RestoreFrankenetesClusterCommand' 'vault'
            Confirm-Refusal { Restore-FrankenetesCluster vault -NewName twin -ErrorAction Stop } 'NoFinalSnapshot,*.RestoreFrankenetesClusterCommand' 'vault'
            Confirm-Refusal { Restore-FrankenetesCluster vault first -NewName Twin -ErrorAction Stop } 'InvalidClusterName,*.RestoreFrankenetesClusterCommand' 'Twin'
        }

        It 'is a cluster of its own with the same objects' {
            $script:authority = Get-Authority
            $script:original = Suspend-FrankenetesCluster vault -Confirm:$false
            $script:holding = Get-Holding $azure $original.Id
            @($holding -split "`n").Count | Should -BeGreaterThan 10
            Start-Count $azure vault $original.Id

            Stop-ShellAt $folder 'Restore-FrankenetesCluster vault -NewName twin' 'Copying shares'
            Confirm-Refusal { New-FrankenetesCluster twin -ErrorAction Stop } 'ClusterExists,*.NewFrankenetesClusterCommand' 'Restoring'
            $twin = $original | Restore-FrankenetesCluster -NewName twin
            $twin.State | Should -Be 'Running'
            $twin.Id | Should -Not -Be $original.Id
            $twin.Fqdn | Should -Not -Be $original.Fqdn
            Use-Cluster $azure twin
            Get-Identity | Should -Be $identity
            Invoke-Kubectl get nodes -o 'jsonpath={.items[*].metadata.name}' | Should -Be 'extra frankenetes-linux'
            Get-Authority | Should -Not -Be $authority
        }

        It 'has a copy of the files' { Get-Word | Should -Be $word }

        It 'knows the original''s tokens no more, and has its own' {
            Get-TokenStatus twin $token | Should -Be '401'
            $own = Get-Token
            $own | Should -Not -Be $token
            Get-TokenStatus twin $own | Should -Be '403'
            Invoke-Kubectl exec keep '--' cat /var/run/secrets/kubernetes.io/serviceaccount/token | Should -Be $own
        }

        It 'leaves the original''s labels alone' {
            $labels = foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'container-groups'), '*', 'AllDirectories')) {
                [regex]::Matches([IO.File]::ReadAllText($file), '"dnsNameLabel": ?"(keeper[^"]*)"') | ForEach-Object { $_.Groups[1].Value }
            }
            $labels | Should -Match '^keeper-[0-9a-f]{6}$'
        }

        It 'can be emptied and removed, and nothing of the original is changed' {
            $null = Invoke-Kubectl exec keep '--' sh '-c' 'rm -f /data/*'
            $null = Invoke-Kubectl delete 'pod,configmap,secret' --all --timeout=180s
            Remove-FrankenetesCluster twin -Force
            Get-Holding $azure $original.Id | Should -Be $holding
            $asked = Stop-Count $azure
            $asked.Cluster | Should -Be 0
            $asked.Others | Should -BeGreaterThan 50
        }
    }

    Context 'of which a second cluster is made while the first runs' {
        It 'has empty volumes where they are not wanted' {
            $null = Resume-FrankenetesCluster vault
            Use-Cluster $azure vault
            Get-Word | Should -Be $word
            $twin = Get-FrankenetesCheckpoint vault first | Restore-FrankenetesCluster -NewName twin -SkipVolumes
            $twin.State | Should -Be 'Running'
            Use-Cluster $azure twin
            Get-Identity | Should -Be $identity
            Get-Word | Should -Not -Be $word
            (Get-FrankenetesCheckpoint twin).Origin | Should -Be 'vault'
        }

        It 'sleeps and wakes like any other' {
            $null = Suspend-FrankenetesCluster twin -Confirm:$false
            (Resume-FrankenetesCluster twin).State | Should -Be 'Running'
            Use-Cluster $azure twin
            Get-Identity | Should -Be $identity
            Use-Cluster $azure vault
            Get-Word | Should -Be $word
        }
    }
}
