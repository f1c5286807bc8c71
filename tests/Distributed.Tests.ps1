#requires -Version 7.4
<#
    A cluster whose components have a container group each, on a local Azure whose groups meet only at the ports that they publish: made, used, suspended, resumed, removed. Runs in Pester 5 and 6 and in the
    stand-in (tests/Pester). Each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder wide
    $script:kubeconfig = Use-KubeConfig $folder
    $script:azure = Start-OwnAzure $folder -IsolateGroups
    $script:components = 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'virtual-kubelet'

    # The names of the cluster's own groups, in order.
    function Get-OwnGroup {
        $names = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
        foreach ($id in Get-AzureResource $azure) { if ($id -match '/resourceGroups/wide/.*/containerGroups/(.+)$') { $null = $names.Add($Matches[1]) } }
        @($names)
    }

    function Get-Address([string] $Group) {
        $properties = [Text.Json.JsonDocument]::Parse((Get-Group $azure wide $Group)).RootElement.GetProperty('properties')
        $address = [Text.Json.JsonElement]::new()
        if ($properties.TryGetProperty('ipAddress', [ref] $address)) { @{ IP = $address.GetProperty('ip').GetString(); Fqdn = $address.GetProperty('fqdn').GetString() } }
    }

    # A file of a secret volume, as the local Azure laid it out for a container.
    function Get-SecretFile([string] $Name) { @([IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'volumes'), $Name, 'AllDirectories'))[0] }

    function Get-Page([string] $Address) {
        $http = [Net.Http.HttpClient]::new()
        try { $http.GetStringAsync("http://$Address/").GetAwaiter().GetResult() } finally { $http.Dispose() }
    }
}

AfterAll { Remove-OwnAzure $folder }

Describe 'A cluster of a group per component' {
    Context 'when it is created' {
        It 'is on a local Azure that says how its groups meet' {
            $azure.IsolatesGroups | Should -BeTrue
            (Get-FrankenetesLocalAzure).IsolatesGroups | Should -BeTrue
            # Remembered: nobody gets the one kind for the other.
            (Start-FrankenetesLocalAzure -StatePath $folder).IsolatesGroups | Should -BeTrue
        }

        It 'takes the topology that is asked for last, and goes on where it was killed' {
            Stop-ShellAt $folder 'New-FrankenetesCluster wide' 'Waiting for the API server'
            Get-OwnGroup | Should -Be 'control-plane'
            Stop-ShellAt $folder 'New-FrankenetesCluster wide -Topology Distributed' 'Waiting for the API server'
            # Whoever names no topology means the one that the first run was told.
            $script:cluster = New-FrankenetesCluster wide
            "$($cluster.State) $($cluster.Topology)" | Should -Be 'Running Distributed'
            Get-OwnGroup | Should -Be $components
            $null = $cluster | Export-FrankenetesKubeConfig -Path $kubeconfig
        }

        It 'shows its topology' {
            (Get-FrankenetesCluster wide).Topology | Should -Be 'Distributed'
        }

        It 'has a Ready node, which the API server calls by a name of its own' {
            (Get-FrankenetesNode wide).Status | Should -Be 'Ready'
            Invoke-Kubectl get node frankenetes-linux -o 'jsonpath={.status.addresses[?(@.type=="ExternalDNS")].address}' | Should -Be (Get-Address virtual-kubelet).Fqdn
            Invoke-Kubectl get --raw /api/v1/nodes/frankenetes-linux/proxy/healthz | Should -Be 'ok'
        }

        It 'gives no address to those that nobody calls' {
            foreach ($group in 'kube-controller-manager', 'kube-scheduler') { Get-Address $group | Should -BeNullOrEmpty }
        }
    }

    Context 'when somebody else calls its etcd' {
        BeforeAll {
            $script:etcd = Get-Address etcd
            $script:call = '--silent', '--show-error', '--cacert', (Get-SecretFile etcd-ca.crt), '--resolve', "$($etcd.Fqdn):2379:$($etcd.IP)", "https://$($etcd.Fqdn):2379/health"
        }

        It 'answers the API server''s certificate, under its own name' {
            & curl @call --cert (Get-SecretFile etcd-client.crt) --key (Get-SecretFile etcd-client.key) | Should -Match '"health":"true"'
        }

        It 'refuses whoever brings none' {
            $said = & curl @call 2>&1
            $LASTEXITCODE | Should -Not -Be 0
            "$said" | Should -Not -Match '"health"'
        }

        It 'refuses the certificate of another authority' {
            $said = & curl @call --cert (Get-SecretFile kubelet-client.crt) --key (Get-SecretFile kubelet-client.key) 2>&1
            $LASTEXITCODE | Should -Not -Be 0
            "$said" | Should -Not -Match '"health"'
        }
    }

    Context 'when it is used' {
        It 'tells who changed it last, though the log is in another group than the node' {
            $null = Invoke-Kubectl create configmap memory --from-literal=word=lightning
            $said = Suspend-FrankenetesCluster wide -IfIdle 30m -Confirm:$false -Verbose 4>&1
            "$said" | Should -Match 'is not idle.*''kubernetes-admin'' asked to create default/configmaps/memory'
        }

        It 'runs a pod that serves' {
            $null = Invoke-Kubectl run nginx --image=nginx --port 80
            $null = Invoke-Kubectl wait --for=condition=Ready pod/nginx --timeout=180s
            Get-Page (Get-FrankenetesPod wide nginx).IPAddress | Should -Match '<title>Welcome to nginx'
        }

        It 'shows the pod''s log and runs commands in it, by way of the API server' {
            Invoke-Kubectl logs nginx | Should -Match 'GET / HTTP/1\.1'
            Invoke-Kubectl exec nginx '--' sh -c 'echo $((6*7))' | Should -Be '42'
        }

        It 'meets nobody but at published ports' {
            $ask = "for port in 2379 22379 22380 2381; do nc -w 2 $($etcd.Fqdn) `$port </dev/null >/dev/null 2>&1 && echo `$port; done; true"
            $null = Invoke-Kubectl run asks --image=busybox:1.36 --restart=Never '--' sh -c $ask
            Wait-Field pod/asks '{.status.phase}' Succeeded
            Invoke-Kubectl logs asks | Should -Be '2379'
            $null = Invoke-Kubectl delete pod asks
        }

        It 'runs what its controllers make' {
            $null = Invoke-Kubectl create deployment web --image=nginx --replicas=2
            $null = Invoke-Kubectl wait --for=condition=Available deployment/web --timeout=180s
        }
    }

    Context 'when it sleeps and wakes' {
        It 'leaves no container' {
            $script:ids = Invoke-Kubectl get pods -o 'jsonpath={range .items[*]}{.metadata.name}={.metadata.uid}{"\n"}{end}'
            $script:memory = Invoke-Kubectl get --raw /api/v1/namespaces/default/configmaps/memory
            Stop-ShellAt $folder 'Suspend-FrankenetesCluster wide -Confirm:$false' 'Deleting container groups' 100
            $suspended = Suspend-FrankenetesCluster wide -Confirm:$false -WarningVariable warned
            $suspended.State | Should -Be 'Suspended'
            $warned | Should -BeNullOrEmpty
            @(Get-OwnContainer $azure).Count | Should -Be 0
        }

        It 'has the same objects at the same revision, and the same pods, though somebody took a name of it' {
            $label = $etcd.Fqdn.Split('.')[0]
            $null = Invoke-Arm $azure PUT '/subscriptions/{subscription}/resourceGroups/other?api-version=2021-04-01' '{"location":"eastus"}'
            $thief = '/subscriptions/{subscription}/resourceGroups/other/providers/Microsoft.ContainerInstance/containerGroups/thief?api-version=2023-05-01'
            $null = Invoke-Arm $azure PUT $thief ('{"location":"eastus","properties":{"osType":"Linux","containers":[{"name":"main","properties":{"image":"docker.io/library/busybox:1.36","command":["sleep","86400"],' +
                """resources"":{""requests"":{""cpu"":1,""memoryInGB"":1}},""ports"":[{""port"":80}]}}],""ipAddress"":{""type"":""Public"",""dnsNameLabel"":""$label"",""ports"":[{""port"":80}]}}}")
            Stop-ShellAt $folder 'Resume-FrankenetesCluster wide' 'Waiting for the API server'
            $resumed = Resume-FrankenetesCluster wide
            "$($resumed.State) $($resumed.Topology)" | Should -Be 'Running Distributed'
            $resumed.LastResume.Lost | Should -BeNullOrEmpty
            $resumed.Fqdn | Should -Not -Be $cluster.Fqdn
            (Get-Address etcd).Fqdn | Should -Be $resumed.Fqdn.Replace('.eastus', '-etcd.eastus')
            $null = Invoke-Arm $azure DELETE '/subscriptions/{subscription}/resourceGroups/other?api-version=2021-04-01'
            $null = $resumed | Export-FrankenetesKubeConfig -Path $kubeconfig
            Invoke-Kubectl get --raw /api/v1/namespaces/default/configmaps/memory | Should -Be $memory
            $null = Invoke-Kubectl wait --for=condition=Ready pod --all --timeout=180s
            Invoke-Kubectl get pods -o 'jsonpath={range .items[*]}{.metadata.name}={.metadata.uid}{"\n"}{end}' | Should -Be $ids
            Invoke-Kubectl exec nginx '--' true | Should -BeNullOrEmpty
        }

        It 'takes new work' {
            $null = Invoke-Kubectl scale deployment web --replicas=1
            Wait-Field deployment/web '{.status.replicas}' 1
        }
    }

    Context 'when it is removed' {
        It 'leaves nothing behind' {
            Remove-FrankenetesCluster wide -Force
            Get-AzureResource $azure | Should -BeNullOrEmpty
            @(Get-OwnContainer $azure).Count | Should -Be 0
        }
    }
}
