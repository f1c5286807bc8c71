#requires -Version 7.4
<#
    The runbooks as a scheduler runs them: each is a process whose environment is PATH, an empty HOME and what an identity's file says. Runs in Pester 5 and 6 and in the stand-in (tests/Pester). Each `It` goes on where the one
    before it ended.
#>
BeforeAll {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    foreach ($module in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Faults') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }
    $script:folder = Get-OwnFolder runbooks
    $script:empty = "$folder-home"
    $script:azure = Start-OwnAzure $folder
    $null = New-FrankenetesCluster nightly
    Use-Cluster $azure nightly

    # The file is read as a scheduler's sh reads it; nothing else of this process's environment gets through.
    function Invoke-Runbook([string] $Name, [string] $Arguments, $As = $identity) {
        if ([IO.Directory]::Exists($empty)) { [IO.Directory]::Delete($empty, $true) }
        $null = [IO.Directory]::CreateDirectory($empty)
        $path = [IO.Path]::Combine($PSScriptRoot, '..', 'examples', 'runbooks', "$Name.ps1")
        $by = 'env', '-i', "PATH=$([Environment]::GetEnvironmentVariable('PATH'))", "HOME=$empty", 'NO_COLOR=1', 'sh', '-c', 'set -a; . "$0"; exec "$@"', $As.EnvironmentFile
        # What is said may be broken at the terminal's width.
        (Invoke-Shell -By $by -Command "& '$path' $Arguments 4>&1 | Out-Default") -replace '\n\s*\|?\s*', ' '
    }
}

AfterAll {
    Remove-OwnAzure $folder
    if ([IO.Directory]::Exists($empty)) { [IO.Directory]::Delete($empty, $true) }
}

Describe 'Runbooks that have a managed identity and nothing else' {
    Context 'whoever they are' {
        It 'are given variables by a file that only its owner reads, and that holds nothing of the owner' {
            $script:identity = New-FrankenetesIdentity nightly
            $identity.Role | Should -Be 'Contributor', 'Role Based Access Control Administrator'
            [IO.File]::GetUnixFileMode($identity.EnvironmentFile) | Should -Be ([IO.UnixFileMode]'UserRead, UserWrite')
            $text = [IO.File]::ReadAllText($identity.EnvironmentFile)
            foreach ($name in 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'ARM_CLOUD_METADATA_URL', 'SSL_CERT_FILE') { $text | Should -Match "(?m)^$name='[^']+'$" }
            $text | Should -Not -Match ([regex]::Escape((Read-Json ([IO.File]::ReadAllText("$folder/local-azure.json"))).GetProperty('clientSecret').GetString()))
            (New-FrankenetesIdentity NIGHTLY).PrincipalId | Should -Be $identity.PrincipalId
        }

        It 'do nothing without a role, and say that none was given' {
            $nobody = New-FrankenetesIdentity nobody -Role @()
            Invoke-Runbook Suspend-AtNight -As $nobody | Should -Match 'sees no subscription'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Running'
            Remove-FrankenetesIdentity nobody
        }

        It 'change nothing with a role that lets them look' {
            $watcher = New-FrankenetesIdentity watcher -Role Reader
            Invoke-Runbook Suspend-AtNight -As $watcher | Should -Match 'does not have authorization to perform action|Contributor role'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Running'
            Remove-FrankenetesIdentity watcher
            [IO.File]::Exists($watcher.EnvironmentFile) | Should -BeFalse
        }

        It 'say what is missing where there is no identity' {
            $said = Invoke-Shell -By 'env', '-u', 'IDENTITY_HEADER', 'IDENTITY_ENDPOINT=http://127.0.0.1:9/msi/token' -Command "Connect-Frankenetes -Identity -Subscription $([guid]::Empty)"
            $said | Should -Match 'No managed identity'
        }
    }

    Context 'when a cluster is to sleep only if nobody uses it' {
        BeforeAll {
            Add-Object @'
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: writer}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{kind: ServiceAccount, name: default, namespace: default}]
---
apiVersion: v1
kind: Pod
metadata: {name: writer, annotations: {frankenetes.io/ignored-when-idle: "true"}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: m
    image: docker.io/library/busybox:1.36
    command:
    - sh
    - -c
    - |
      # busybox's wget ends its side before an answer to a POST comes.
      body='{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"note-"}}'
      while true; do
        (printf 'POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: kubernetes\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' \
          "$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" ${#body} "$body"; sleep 1) | ssl_client $KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT
      done
'@
            $null = Wait-Log writer '(?s)201 Created.*201 Created'
        }

        It 'stays awake while a pod writes, although the pod itself does not count' {
            $awake = Invoke-Runbook Suspend-WhenIdle '-IfIdle 10s'
            $awake | Should -Match "nightly.*is not idle.*'system:serviceaccount:default:default' asked to create default/configmaps"
            (Get-FrankenetesCluster nightly).State | Should -Be 'Running'
        }

        It 'falls asleep once that has ended' {
            $null = Invoke-Kubectl delete pod writer
            $clock = [Diagnostics.Stopwatch]::StartNew()
            do { $said = Invoke-Runbook Suspend-WhenIdle '-IfIdle 10s' } while ($said -match 'is not idle' -and $clock.Elapsed.TotalSeconds -lt 90)
            $said | Should -Match 'nightly\s+Suspended'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Suspended'
            Get-OwnContainer $azure | Should -BeNullOrEmpty
        }
    }

    Context 'when it is to wake in the morning' {
        # Lets all pass, and counts.
        BeforeAll { Set-AzureFault $azure '{"route":"GET /subscriptions/*/usages","count":100000}' }

        It 'sleeps on where it is no day to wake on, and is told so' {
            $today = [TimeZoneInfo]::ConvertTimeBySystemTimeZoneId([DateTimeOffset]::UtcNow, 'Pacific/Auckland')
            $other = $today.AddDays(3).DayOfWeek
            Invoke-Runbook Resume-InTheMorning "-Day $other -TimeZone Pacific/Auckland" | Should -Match 'No cluster wakes on'
            Invoke-Runbook Resume-InTheMorning "-Holiday $($today.ToString('yyyy-MM-dd')), 2030-01-01 -TimeZone Pacific/Auckland" | Should -Match 'No cluster wakes on'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Suspended'
        }

        It 'wakes, and shows what was found' {
            Invoke-Runbook Resume-InTheMorning '-Name night*' | Should -Match '(?s)ClusterName\s+: nightly.*Lost\s+:\s'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Running'
        }

        It 'runs by an identity of its own that may make container groups for pods, at the addresses that groups know' {
            $group = Read-Json (Get-Group $azure nightly control-plane)
            $principal = $group.GetProperty('identity').GetProperty('principalId').GetString()
            $roles = Read-Json (Invoke-Arm $azure GET "/subscriptions/{subscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&`$filter=principalId%20eq%20'$principal'")
            $scopes = @($roles.GetProperty('value').EnumerateArray() | ForEach-Object { $_.GetProperty('properties').GetProperty('scope').GetString() })
            $scopes.Count | Should -Be 1
            $scopes[0] | Should -BeLike '*/resourceGroups/nightly-pods'
            Use-Cluster $azure nightly
            Add-Object 'apiVersion: v1
kind: Pod
metadata: {name: early}
spec: {terminationGracePeriodSeconds: 0, containers: [{name: m, image: "docker.io/library/busybox:1.36", command: [sleep, "86400"]}]}'
            Wait-Ready early
        }
    }

    Context 'when it is to sleep at night' {
        It 'sleeps, whatever it is doing' {
            Invoke-Runbook Suspend-AtNight '-Name nightly' | Should -Match 'nightly\s+Suspended'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Suspended'
            Get-OwnContainer $azure | Should -BeNullOrEmpty
        }

        It 'has not asked again and again what its own identity may not know: the region''s usage' {
            $rule = (Read-Json (Invoke-Arm $azure GET /local-azure/faults)).GetProperty('rules')[0]
            100000 - $rule.GetProperty('count').GetInt32() | Should -BeLessOrEqual 2
        }

        It 'has taken the role back from the identity that is gone' {
            $roles = Read-Json (Invoke-Arm $azure GET '/subscriptions/{subscription}/resourceGroups/nightly-pods/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01')
            @($roles.GetProperty('value').EnumerateArray() | Where-Object { $_.GetProperty('properties').GetProperty('scope').GetString().EndsWith('/nightly-pods') }).Count | Should -Be 0
        }

        It 'wakes for whoever connects by its address too: its groups are given theirs all the same' {
            $said = Invoke-Shell -Environment @{ SSL_CERT_FILE = $azure.CaCertificatePath; NO_COLOR = '1' } -Command @"
`$about = [Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText('$folder/local-azure.json')).RootElement
`$text = { param(`$name) `$about.GetProperty(`$name).GetString() }
`$owner = [pscredential]::new((& `$text clientId), [Net.NetworkCredential]::new('', (& `$text clientSecret)).SecurePassword)
`$null = Connect-Frankenetes -Subscription (& `$text subscriptionId) -Tenant (& `$text tenantId) -ServicePrincipal `$owner -Environment (& `$text resourceManagerEndpoint) -ErrorAction Stop
(Resume-FrankenetesCluster nightly -ErrorAction Stop).LastResume | Out-Default
"@
            $said | Should -Match 'PodsRecreated\s+: default/early'
            Use-Cluster $azure nightly
            Wait-Ready early
        }
    }

    Context 'when the identity may do something in the two resource groups of the cluster alone' {
        It 'sleeps and wakes all the same' {
            $scoped = New-FrankenetesIdentity scoped -Role @()
            foreach ($group in 'nightly', 'nightly-pods') {
                foreach ($role in 'b24988ac-6180-42a0-ab88-20f7382dd24c', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168') {
                    $null = Invoke-Arm $azure PUT "/subscriptions/{subscription}/resourceGroups/$group/providers/Microsoft.Authorization/roleAssignments/$([guid]::NewGuid())?api-version=2022-04-01" `
                        "{""properties"":{""roleDefinitionId"":""$role"",""principalId"":""$($scoped.PrincipalId)""}}"
                }
            }
            Invoke-Runbook Suspend-AtNight -As $scoped | Should -Match 'nightly\s+Suspended'
            Invoke-Runbook Resume-InTheMorning -As $scoped | Should -Match 'PodsRecreated\s+: default/early'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Running'
        }
    }

    Context 'when an identity is removed' {
        It 'signs nobody in any more' {
            $kept = "$folder/kept.env"
            [IO.File]::Copy($identity.EnvironmentFile, $kept)
            Remove-FrankenetesIdentity nightly
            Invoke-Runbook Suspend-AtNight -As ([pscustomobject] @{ EnvironmentFile = $kept }) | Should -Match 'No managed identity signs in here'
            (Get-FrankenetesCluster nightly).State | Should -Be 'Running'
        }

        It 'is gone with its file where the local Azure is removed' {
            Stop-FrankenetesLocalAzure -StatePath $folder -RemoveAll -Confirm:$false
            @([IO.Directory]::GetFiles($folder, 'identity-*.env')).Count | Should -Be 0
            @('identity-hosts', 'role-assignments' | ForEach-Object { [IO.Directory]::GetFiles([IO.Path]::Combine($folder, $_)) }).Count | Should -Be 0
        }
    }
}
