# What is shown while tests run: a tree with times, and at each failure what was expected and where.

function Write-Report([int] $Depth, [string] $Text) {
    $indent = '  ' * $Depth
    foreach ($line in $Text -split "`r?`n") { [Console]::Out.WriteLine($indent + $line) }
}

function Format-Time([timespan] $Time) {
    if ($Time.TotalSeconds -lt 1) { return '{0:0}ms' -f $Time.TotalMilliseconds }
    $Time.TotalSeconds.ToString('0.00', [cultureinfo]::InvariantCulture) + 's'
}

# The message, and the lines of the test file that led to it.
function Format-Failure($Failure) {
    $trace = @("$($Failure.ScriptStackTrace)" -split "`r?`n" | Where-Object { $_ -and -not $_.Contains($PSScriptRoot) -and -not $_.Contains('<No file>') })
    (@("$($Failure.Exception.Message)") + $trace) -join "`n"
}

function Add-Failure($Tally, [string] $Name, $Failure, [int] $Depth, [string] $Title = "[-] $Name") {
    $message = Format-Failure $Failure
    $Tally.Failed.Add(@{ Name = $Name; Message = $message })
    Write-Report $Depth $Title
    Write-Report ($Depth + 1) $message
}
