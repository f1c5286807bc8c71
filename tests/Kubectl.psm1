<#
    kubectl on the cluster of a test file, and what `kubectl wait` cannot say in every version that this project takes: Debian's knows no --for=jsonpath.
#>
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Processes.psm1'))
$script:kubeconfig = $null

# Everything here uses the kubeconfig of that folder from now on; answers its path.
function Use-KubeConfig([string] $Folder) { ($script:kubeconfig = [IO.Path]::Combine($Folder, 'kubeconfig')) }

# What kubectl says; fails where it does.
function Invoke-Kubectl {
    $output = & kubectl --kubeconfig $kubeconfig @args 2>&1
    if ($LASTEXITCODE -ne 0) { throw "kubectl $args ended with ${LASTEXITCODE}: $output" }
    # What it logs of itself is no part of the answer: some versions do where a websocket's first message overtakes them.
    ($output | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }) -join "`n"
}

# kubectl whatever its exit code, with its streams apart.
function Open-Kubectl([string[]] $Arguments, [hashtable] $Environment = @{}) { Open-Process (@('kubectl', '--kubeconfig', $kubeconfig) + $Arguments) $Environment }

function Start-Kubectl([string[]] $Arguments, [byte[]] $InputBytes, [hashtable] $Environment = @{}) {
    Start-Program (@('kubectl', '--kubeconfig', $kubeconfig) + $Arguments) $InputBytes $Environment
}

# Applies a manifest that is given as text.
function Add-Object([string] $Manifest) {
    $output = $Manifest | & kubectl --kubeconfig $kubeconfig apply --filename - 2>&1
    if ($LASTEXITCODE -ne 0) { throw "kubectl apply ended with ${LASTEXITCODE}: $output" }
}

# Follows what kubectl goes on to say until a line is right, and answers that line. Where kubectl ends it is asked again: there may have been nothing to follow yet.
function Wait-Line([string[]] $Arguments, [scriptblock] $IsRight, [int] $Seconds = 180, [string] $Wanted = "$IsRight") {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do {
        $kubectl = Open-Kubectl $Arguments
        try {
            $errors = $kubectl.StandardError.ReadToEndAsync()
            do {
                $reading = $kubectl.StandardOutput.ReadLineAsync()
                if (-not $reading.Wait([Math]::Max(0, $Seconds * 1000 - $clock.ElapsedMilliseconds))) { break }
                $seen = $reading.Result
                if ($null -ne $seen -and (& $IsRight $seen)) { return $seen }
            } while ($null -ne $seen)
            if ($null -eq $seen) { $seen = $errors.Result }
        }
        finally { Close-Process $kubectl }
        [Threading.Thread]::Sleep(50)
    } while ($clock.Elapsed.TotalSeconds -lt $Seconds)
    throw "kubectl $Arguments said '$seen' at last, and never '$Wanted' in $Seconds s."
}

# Waits until the field of the object (pod/web) has the value.
function Wait-Field([string] $Object, [string] $Field, [string] $Value, [int] $Seconds = 180) {
    $null = Wait-Line @('get', $Object, '--watch', '--output', "jsonpath=$Field{""\n""}") { $args[0] -eq $Value } $Seconds $Value
}

# Waits until pods are ready, or are not any more.
function Wait-Ready([string[]] $Pod, [string] $Value = 'True') { foreach ($name in $Pod) { Wait-Field "pod/$name" '{.status.conditions[?(@.type=="Ready")].status}' $Value } }

# Every value that a field of the object has while something is done, that from before it first.
function Watch-Field([string] $Object, [string] $Field, [scriptblock] $While) {
    $watch = Open-Kubectl @('get', $Object, '--watch', '--output', "jsonpath=$Field{""\n""}")
    try {
        $first = $watch.StandardOutput.ReadLine()
        $rest = $watch.StandardOutput.ReadToEndAsync()
        $null = & $While
    }
    finally { Close-Process $watch }
    $first
    $rest.Result -split "`n" | Where-Object { $_ }
}

# What a pod's container has said so far; waits for it.
function Wait-Log([string] $Pod, [string] $Pattern) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do {
        $log = (& kubectl --kubeconfig $kubeconfig logs $Pod 2>&1) -join "`n"
        if ($log -match $Pattern) { return $log }
        [Threading.Thread]::Sleep(100)
    } while ($clock.Elapsed.TotalSeconds -lt 180)
    throw "$Pod did not say '$Pattern' but: $log"
}

# What is told of a pod; waits for the reason.
function Wait-Event([string] $Pod, [string] $Reason) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do {
        $told = (& kubectl --kubeconfig $kubeconfig get events --field-selector "involvedObject.name=$Pod,reason=$Reason" -o 'jsonpath={.items[*].message}' 2>&1) -join "`n"
        if ($LASTEXITCODE -eq 0 -and $told) { return $told }
        [Threading.Thread]::Sleep(100)
    } while ($clock.Elapsed.TotalSeconds -lt 180)
    throw "nothing with the reason $Reason was told of $Pod."
}

Export-ModuleMember -Function Use-KubeConfig, Invoke-Kubectl, Open-Kubectl, Start-Kubectl, Add-Object, Wait-Line, Wait-Field, Wait-Ready, Watch-Field, Wait-Log, Wait-Event
