# What the tests of faults need besides the module: shells of their own that can be killed, work that must outlast it, and a look at what is really there.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
foreach ($part in 'LocalAzure', 'AzureProtocol', 'Kubectl', 'Processes') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$part.psm1")) }
$module = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'Frankenetes.psd1'))

# Another shell of the same kind as this one, which runs a command with what it says on standard output; a program may be named that starts it.
function Start-Shell {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Command, [hashtable] $Environment = @{}, [string[]] $By = @())
    $shell = @([Environment]::ProcessPath)
    if ([IO.Path]::GetFileNameWithoutExtension($shell[0]) -eq 'dotnet') { $shell += [Environment]::GetCommandLineArgs()[0] }
    $topology = if ($env:FRANKENETES_TEST_TOPOLOGY) { "`$PSDefaultParameterValues['New-FrankenetesCluster:Topology'] = '$env:FRANKENETES_TEST_TOPOLOGY'; " }
    $script = "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; Import-Module '$module'; $topology$Command"
    $process = Open-Process ($By + $shell + @('-NoProfile', '-Command', $script)) $Environment
    $process.StandardInput.Close()
    $process
}

# What such a shell says in all.
function Invoke-Shell {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Command, [hashtable] $Environment = @{}, [string[]] $By = @())
    $process = Start-Shell @PSBoundParameters
    try {
        $errors = $process.StandardError.ReadToEndAsync()
        $said = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        "$said$($errors.GetAwaiter().GetResult())"
    }
    finally { $process.Dispose() }
}

# Runs a cmdlet in a shell of its own and kills that shell (SIGKILL) some milliseconds after the cmdlet has told its step. Fails where it was not killed in the middle.
function Stop-ShellAt {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $StatePath, [Parameter(Mandatory)] [string] $Command, [Parameter(Mandatory)] [string] $Step, [int] $Milliseconds = 0)
    $process = Start-Shell "`$null = Connect-Frankenetes -StatePath '$StatePath'; $Command -Verbose 4>&1 | ForEach-Object { [Console]::Out.WriteLine(`$_) }"
    try {
        $errors = $process.StandardError.ReadToEndAsync()
        $said = ''
        while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
            $said += "$line`n"
            if ($line.EndsWith(": $Step")) { break }
        }
        if ($null -eq $line) { throw "'$Command' ended before '$Step'. It said:`n$said$($errors.GetAwaiter().GetResult())" }
        if ($Milliseconds) { [Threading.Thread]::Sleep($Milliseconds) }
        $process.Kill()
        $process.WaitForExit()
        if ($process.ExitCode -ne 137) { throw "'$Command' was not killed but ended with $($process.ExitCode), $Milliseconds ms after '$Step'." }
    }
    finally { $process.Dispose() }
}

# Runs a command in a runspace of this process and does something once it has told a step: `Act` gets the [powershell] that runs it.
function Invoke-During {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Command, [Parameter(Mandatory)] [string] $Step, [Parameter(Mandatory)] [scriptblock] $Act)
    # The core commands alone, as every PowerShell has them.
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
    try {
        $null = $shell.AddScript("`$ErrorActionPreference = 'Stop'; Import-Module '$module'; $Command -Verbose")
        $running = $shell.BeginInvoke()
        while (-not ($shell.Streams.Verbose | Where-Object { "$_".EndsWith(": $Step") })) {
            if ($running.IsCompleted) { $null = $shell.EndInvoke($running); throw "'$Command' ended before '$Step'." }
            [Threading.Thread]::Sleep(5)
        }
        & $Act $shell
        if ($shell.InvocationStateInfo.State -ne 'Stopped') { $shell.EndInvoke($running) }
    }
    finally { $shell.Dispose() }
}

# kubectl speaks to this cluster from now on.
function Use-Cluster($Azure, [string] $Name) { $null = Get-FrankenetesCluster $Name | Export-FrankenetesKubeConfig -Path (Use-KubeConfig $Azure.StatePath) -Force }

# What must outlast every interruption: a ConfigMap and a bare pod, whose program does not heed SIGTERM: no suspend is to wait for it.
function Add-Work($Azure, [string] $Cluster) {
    Use-Cluster $Azure $Cluster
    Add-Object @'
apiVersion: v1
kind: ConfigMap
metadata: {name: memory}
data: {word: lightning}
---
apiVersion: v1
kind: Pod
metadata: {name: nap}
spec: {terminationGracePeriodSeconds: 1, containers: [{name: nap, image: "busybox:1.36", command: [sleep, "86400"]}]}
'@
    $null = Invoke-Kubectl wait --for=condition=Ready pod/nap --timeout=180s
}

# One name and UID a line.
function Get-WorkIdentity($Azure, [string] $Cluster) {
    Use-Cluster $Azure $Cluster
    Invoke-Kubectl get namespace/kube-system configmap/memory pod/nap -o 'jsonpath={range .items[*]}{.kind}/{.metadata.name}={.metadata.uid}{"\n"}{end}'
}

# The cluster's own groups and one pod's, each once, in Azure's books and on the engine; what was deleted has a moment to go.
function Confirm-OneOfEach($Azure) {
    $wanted = if ($env:FRANKENETES_TEST_TOPOLOGY -eq 'Distributed') { 'default-nap', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'virtual-kubelet' } else { 'control-plane', 'default-nap' }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do { $groups = @(Get-AzureResource $Azure | Where-Object { $_ -like '*/containerGroups/*' } | ForEach-Object { $_.Split('/')[-1] }) }
    while ($groups.Count -gt $wanted.Count -and $clock.Elapsed.TotalSeconds -lt 30)
    [array]::Sort($groups)
    $groups | Should -Be $wanted
    @(Get-OwnContainer $Azure '*.kube-apiserver').Count | Should -Be 1
    @(Get-OwnContainer $Azure '*.nap').Count | Should -Be 1
}

# No container, resource group, account, share or blob, neither in Azure's books nor on the disk.
function Confirm-Nothing($Azure) {
    Get-FrankenetesCluster | Should -BeNullOrEmpty
    Get-AzureResource $Azure | Should -BeNullOrEmpty
    Get-OwnContainer $Azure | Should -BeNullOrEmpty
    foreach ($part in 'accounts', 'storage-accounts', 'resource-groups', 'container-groups') {
        $path = [IO.Path]::Combine($Azure.StatePath, $part)
        if ([IO.Directory]::Exists($path)) { [IO.Directory]::GetFiles($path, '*', 'AllDirectories') | Should -BeNullOrEmpty }
    }
}

# A refusal: the id, what it is about, and what to do next.
function Confirm-Refusal([scriptblock] $Body, [string] $Id, [string] $About) {
    $refusal = $Body | Should -Throw -ErrorId $Id -PassThru
    "$refusal" | Should -Match ([regex]::Escape($About))
    $refusal.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
}

Export-ModuleMember -Function Start-Shell, Invoke-Shell, Stop-ShellAt, Invoke-During, Use-Cluster, Add-Work, Get-WorkIdentity, Confirm-OneOfEach, Confirm-Nothing, Confirm-Refusal
