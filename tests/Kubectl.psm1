<#
    What `kubectl wait` cannot say in every version that this project takes: Debian's knows no --for=jsonpath.
#>
$ErrorActionPreference = 'Stop'

# Waits until the field of the object (pod/web) has the value; a failed call is tried again until the time is over.
function Wait-Field([string] $KubeConfig, [string] $Object, [string] $Field, [string] $Value, [int] $Seconds = 90) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do {
        $seen = (& kubectl --kubeconfig $KubeConfig get $Object --output "jsonpath=$Field" 2>&1) -join "`n"
        if ($LASTEXITCODE -eq 0 -and $seen -eq $Value) { return }
        [Threading.Thread]::Sleep(50)
    } while ($clock.Elapsed.TotalSeconds -lt $Seconds)
    throw "$Field of $Object was '$seen', not '$Value', for $Seconds s."
}

Export-ModuleMember -Function Wait-Field
