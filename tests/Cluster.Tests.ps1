#requires -Version 7.4
<#
    The whole story on the built module, real containers and a real Kubernetes: a cluster is created, used, suspended, resumed and removed. Runs in Pester 5 and 6 and in the stand-in (tests/Pester).
    Each `It` goes on where the one before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'Kubectl') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:name = 'story'
    $script:folder = Get-OwnFolder story
    $script:kubeconfig = Use-KubeConfig $folder
    $script:azure = Start-OwnAzure $folder

    function Get-Page([string] $address) {
        $http = [Net.Http.HttpClient]::new()
        try { $http.GetStringAsync("http://$address/").GetAwaiter().GetResult() } finally { $http.Dispose() }
    }

    # The status of one HTTPS answer to somebody without a client certificate.
    function Get-AnonymousStatus([string] $url) {
        $code = & curl --silent --insecure --output /dev/null --write-out '%{http_code}' $url
        if ($LASTEXITCODE -ne 0) { throw "curl ended with $LASTEXITCODE." }
        $code
    }
}

AfterAll { Remove-OwnAzure $folder }

Describe 'A cluster, from its creation to its removal' {
    Context 'when it is created' {
        It 'is on the local Azure of the connection, which the cmdlets mean that are given no other' {
            (Get-FrankenetesLocalAzure).StatePath | Should -Be $folder
        }

        It 'does nothing with -WhatIf' {
            New-FrankenetesCluster $name -WhatIf | Should -BeNullOrEmpty
            Get-FrankenetesCluster | Should -BeNullOrEmpty
        }

        It 'is Running, with a name and an address' {
            $script:cluster = New-FrankenetesCluster $name
            $cluster.State | Should -Be 'Running'
            $cluster.Fqdn | Should -Match '^story-[0-9a-f]{6}\.eastus\.azurecontainer\.io$'
            $cluster.IPAddress | Should -Not -BeNullOrEmpty
        }

        It 'is refused a second time under the same name' {
            { New-FrankenetesCluster $name -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterExists*'
        }

        It 'writes a kubeconfig that only its owner reads' {
            $null = Get-FrankenetesCluster $name | Export-FrankenetesKubeConfig -Path $kubeconfig
            [IO.File]::GetUnixFileMode($kubeconfig) | Should -Be ([IO.UnixFileMode]'UserRead, UserWrite')
        }

        It 'answers readyz with every check ok' {
            $answer = Invoke-Kubectl get --raw '/readyz?verbose'
            $answer | Should -Match 'readyz check passed'
            $answer | Should -Not -Match '\[-\]'
        }

        It 'has a Ready node' {
            $node = Get-FrankenetesNode $name
            $node.Status | Should -Be 'Ready'
            Invoke-Kubectl get nodes -o 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}' | Should -Be 'True'
        }

        It 'refuses whoever brings no client certificate' {
            Get-AnonymousStatus "https://$($cluster.IPAddress):6443/api" | Should -Be '401'
        }

        It 'names its FQDN in the certificate' {
            $text = '' | & openssl s_client -connect "$($cluster.IPAddress):6443" -servername $cluster.Fqdn 2>$null | & openssl x509 -noout -ext subjectAltName
            ($text -join ' ') | Should -Match ([regex]::Escape("DNS:$($cluster.Fqdn)"))
        }
    }

    Context 'when kubectl and this session are pointed at it' {
        BeforeAll {
            $script:shared = [IO.Path]::Combine($folder, 'shared-config')
            $work = 'apiVersion: v1', 'kind: Config', 'clusters: [{name: work, cluster: {server: "https://work.invalid"}}]', 'users: [{name: me, user: {token: "007"}}]',
                'contexts: [{name: work, context: {cluster: work, user: me}}]', 'current-context: work', ''
            [IO.File]::WriteAllText($shared, $work -join "`n")
            function Invoke-Shared { (& kubectl --kubeconfig $shared @args 2>&1) -join "`n" }
        }

        It 'is added to a kubeconfig whose other entries and current context stay' {
            $null = Export-FrankenetesKubeConfig $name -Merge -Path $shared
            Invoke-Shared config current-context | Should -Be 'work'
            Invoke-Shared config view --raw -o 'jsonpath={.users[?(@.name=="me")].user.token}' | Should -Be '007'
            Invoke-Shared --context $name get --raw /readyz | Should -Be 'ok'
        }

        It 'is the current one once it is used' {
            (Use-FrankenetesCluster $name -Path $shared -PassThru).Name | Should -Be $name
            Invoke-Shared config current-context | Should -Be $name
            (Get-FrankenetesContext).ClusterName | Should -Be $name
        }

        It 'leaves a file alone that is no kubeconfig' {
            $other = [IO.Path]::Combine($folder, 'letter')
            [IO.File]::WriteAllText($other, 'Dear Igor')
            { Export-FrankenetesKubeConfig $name -Merge -Path $other -ErrorAction Stop } | Should -Throw -ErrorId 'KubeconfigUnreadable*'
            [IO.File]::ReadAllText($other) | Should -Be 'Dear Igor'
        }

        It 'lets somebody else do what roles grant, and nothing more' {
            $null = Export-FrankenetesKubeConfig $name -Merge -Path $shared -User jane -Group readers
            Invoke-Shared --context "jane@$name" get pods | Should -Match 'User "jane" cannot list'
            $null = Invoke-Kubectl create rolebinding readers --clusterrole=view --group=readers
            Wait-Line @('auth', 'can-i', 'list', 'pods', '--as', 'jane', '--as-group', 'readers') { $args[0] -eq 'yes' }
            Invoke-Shared --context "jane@$name" get pods | Should -Match 'No resources found'
            Invoke-Shared --context "jane@$name" get secrets | Should -Match 'cannot list'
        }

        It 'makes nobody one of Kubernetes'' own' {
            { Export-FrankenetesKubeConfig $name -AsText -User jane -Group system:masters -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidValue*'
        }

        It 'is waited for' {
            (Wait-FrankenetesCluster $name -PassThru).State | Should -Be 'Running'
            { Wait-FrankenetesCluster $name -For Suspended -Timeout 1 -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterWaitTimeout*'
            { Wait-FrankenetesCluster nobody -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotFound*'
        }

        It 'is healthy once its state is protected' {
            $null = Wait-FrankenetesCluster $name -For Protected
            $test = Test-FrankenetesCluster
            $test.ClusterName | Should -Be $name
            $test.Findings | Should -BeNullOrEmpty
            $test.Healthy | Should -BeTrue
        }
    }

    Context 'when its secrets are looked for' {
        BeforeAll {
            # What the containers of the control plane can read, as the local Azure laid it out for them.
            $script:readable = foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'volumes'), '*', 'AllDirectories')) {
                if ([IO.FileInfo]::new($file).Length -lt 1MB) { [IO.File]::ReadAllText($file) }
            }
        }

        It 'gives no container a key of the record account' {
            $account = [IO.Directory]::GetDirectories([IO.Path]::Combine($folder, 'storage'), 'fk*rec')
            $text = [regex]::Unescape([IO.File]::ReadAllText([IO.Path]::Combine($account[0], 'account.json')))
            $keys = @([regex]::Matches($text, '[A-Za-z0-9+/]{86}==') | ForEach-Object Value)
            $keys.Count | Should -Be 2
            @($readable).Count | Should -BeGreaterThan 10
            foreach ($key in $keys) {
                # JSON may spell + and / in other ways: the longest piece between them is looked for.
                $piece = ''
                foreach ($part in $key -split '[+/]') { if ($part.Length -gt $piece.Length) { $piece = $part } }
                @($readable | Where-Object { $_.Contains($piece) }).Count | Should -Be 0
            }
        }

        It 'gives out the keys of two authorities, of none that speaks for the cluster' {
            $authorities = foreach ($text in $readable) {
                if ($text -notlike '*PRIVATE KEY*') { continue }
                $key = [Security.Cryptography.ECDsa]::Create()
                $key.ImportFromPem([regex]::Match($text, '(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----').Value)
                $public = [Convert]::ToBase64String($key.ExportSubjectPublicKeyInfo())
                foreach ($other in $readable | Where-Object { $_ -like '*BEGIN CERTIFICATE*' }) {
                    $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($other)
                    if ($certificate.Subject -eq $certificate.Issuer -and [Convert]::ToBase64String($certificate.PublicKey.ExportSubjectPublicKeyInfo()) -eq $public) { $certificate.Subject }
                }
            }
            $names = [Collections.Generic.SortedSet[string]]::new([string[]]@($authorities))
            $names.Count | Should -Be 2 -Because "only the serving authority of kubelets and the one for signing requests leave the record, not $($names -join ', ')"
            foreach ($name in $names) { $name | Should -Match 'kubelet|sign|csr' }
        }
    }

    Context 'when it is used' {
        It 'runs a pod with an address of its own' {
            $null = Invoke-Kubectl run nginx --image=nginx --port 80
            $null = Invoke-Kubectl wait --for=condition=Ready pod/nginx --timeout=180s
            $script:pod = Get-FrankenetesPod $name | Where-Object Name -EQ nginx
            $pod.Status | Should -Be 'Running'
            $pod.Ready | Should -Be '1/1'
            Get-Page $pod.IPAddress | Should -Match '<title>Welcome to nginx'
        }

        It 'shows the pod''s log' {
            Invoke-Kubectl logs nginx | Should -Match 'GET / HTTP/1\.1'
        }

        It 'runs a pod that has arguments alone, with the entrypoint that its image has' {
            $null = Invoke-Kubectl run words --image=busybox:1.36 --restart=Never '--' echo it lives
            Wait-Field pod/words '{.status.phase}' Succeeded
            Invoke-Kubectl logs words | Should -Be 'it lives'
            $null = Invoke-Kubectl delete pod words
        }

        It 'runs a deployment of three' {
            $null = Invoke-Kubectl create deployment web --image=nginx --replicas=3
            $null = Invoke-Kubectl wait --for=condition=Available deployment/web --timeout=180s
            Invoke-Kubectl get deployment web -o 'jsonpath={.status.readyReplicas}' | Should -Be '3'
        }

        It 'gives a pod its configuration and its secrets' {
            $null = Invoke-Kubectl create configmap memory --from-literal=word=lightning
            $null = Invoke-Kubectl create secret generic key --from-literal=key=igor
            Add-Object ('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"reader"},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox:1.36",' +
                '"command":["sh","-c","echo $WORD $KEY; cat /config/word /secret/key; exit 7"],' +
                '"env":[{"name":"WORD","valueFrom":{"configMapKeyRef":{"name":"memory","key":"word"}}},{"name":"KEY","valueFrom":{"secretKeyRef":{"name":"key","key":"key"}}}],' +
                '"volumeMounts":[{"name":"config","mountPath":"/config"},{"name":"secret","mountPath":"/secret"}]}],' +
                '"volumes":[{"name":"config","configMap":{"name":"memory"}},{"name":"secret","secret":{"secretName":"key"}}]}}')
            Wait-Field pod/reader '{.status.phase}' Failed
            Invoke-Kubectl logs reader | Should -Be "lightning igor`nlightningigor"
            Invoke-Kubectl get pod reader -o 'jsonpath={.status.containerStatuses[0].state.terminated.exitCode}' | Should -Be '7'
        }

        It 'deletes a pod with its container group' {
            $before = @(Get-OwnContainer $azure).Count
            $null = Invoke-Kubectl delete pod reader --timeout=180s
            # A pod that has ended goes at once; its group follows.
            $clock = [Diagnostics.Stopwatch]::StartNew()
            do { $after = @(Get-OwnContainer $azure).Count } while ($after -ge $before -and $clock.Elapsed.TotalSeconds -lt 90)
            $after | Should -BeLessThan $before
        }
    }

    Context 'when it is suspended' {
        It 'is Suspended, and nothing of it runs' {
            $script:ids = Invoke-Kubectl get pods -o 'jsonpath={range .items[*]}{.metadata.name}={.metadata.uid}{"\n"}{end}'
            $script:revision = Invoke-Kubectl get --raw '/api/v1/namespaces/default/configmaps/memory'
            $suspended = Get-FrankenetesCluster $name | Suspend-FrankenetesCluster -Confirm:$false
            $suspended.State | Should -Be 'Suspended'
            @(Get-OwnContainer $azure).Count | Should -Be 0
        }

        It 'may be suspended once more without harm' {
            (Suspend-FrankenetesCluster $name -Confirm:$false).State | Should -Be 'Suspended'
        }

        It 'is healthy in its sleep, and stays asleep' {
            Test-FrankenetesCluster $name -Quiet | Should -BeTrue
            @(Get-OwnContainer $azure).Count | Should -Be 0
        }

        It 'says plainly why it answers nothing' {
            { Get-FrankenetesPod $name -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotRunning*'
        }
    }

    Context 'when it is resumed' {
        It 'is Running again' {
            $script:cluster = Get-FrankenetesCluster $name | Resume-FrankenetesCluster -Confirm:$false
            $cluster.State | Should -Be 'Running'
            $null = $cluster | Export-FrankenetesKubeConfig -Path $kubeconfig
        }

        It 'has the same objects at the same revision' {
            Invoke-Kubectl get --raw '/api/v1/namespaces/default/configmaps/memory' | Should -Be $revision
        }

        It 'runs the same pods, bare ones too' {
            $null = Invoke-Kubectl wait --for=condition=Ready pod --all --timeout=180s
            Invoke-Kubectl get pods -o 'jsonpath={range .items[*]}{.metadata.name}={.metadata.uid}{"\n"}{end}' | Should -Be $ids
            $again = Get-FrankenetesPod $name | Where-Object Name -EQ nginx
            $again.Uid | Should -Be $pod.Uid
            Get-Page $again.IPAddress | Should -Match '<title>Welcome to nginx'
        }

        It 'takes new work' {
            $null = Invoke-Kubectl scale deployment web --replicas=1
            Wait-Field deployment/web '{.status.replicas}' 1
            Invoke-Kubectl get deployment web -o 'jsonpath={.status.readyReplicas}' | Should -Be '1'
        }
    }

    Context 'when it is removed' {
        It 'leaves nothing behind' {
            Remove-FrankenetesCluster $name.ToUpperInvariant() -Force
            Get-FrankenetesCluster | Should -BeNullOrEmpty
            @(Get-OwnContainer $azure).Count | Should -Be 0
        }

        It 'is not there to be removed once more' {
            { Remove-FrankenetesCluster $name -Force -ErrorAction Stop } | Should -Throw -ErrorId 'ClusterNotFound*'
            Wait-FrankenetesCluster $name -For Removed
        }

        It 'is forgotten with the connection' {
            Disconnect-Frankenetes
            $null = Connect-Frankenetes -StatePath $folder
            (Get-FrankenetesContext).ClusterName | Should -BeNullOrEmpty
        }
    }
}
