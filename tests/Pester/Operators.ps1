# What Should can claim. Test answers whether it holds; Says names the claim in a failure ("Expected ... to ..."); WholeInput operators judge
# all that was piped as one array, the others each item.

$script:operators = @{
    Be                = @{ WholeInput = $true; Test = { param($a, $e) Test-Equal @($a) @($e) $false }; Says = { param($e) "be $(Format-Value $e)" } }
    BeExactly         = @{ WholeInput = $true; Test = { param($a, $e) Test-Equal @($a) @($e) $true }; Says = { param($e) "be exactly $(Format-Value $e)" } }
    BeNullOrEmpty     = @{ WholeInput = $true; Test = { param($a) Test-Empty $a }; Says = { 'be $null or empty' } }
    Contain           = @{ WholeInput = $true; Test = { param($a, $e) @($a) -contains $e }; Says = { param($e) "contain $(Format-Value $e)" } }
    HaveCount         = @{ WholeInput = $true; Test = { param($a, $e) (Get-InputCount $a) -eq [int] $e }; Says = { param($e) "have $e items" } }
    BeTrue            = @{ WholeInput = $false; Test = { param($a) [bool] $a }; Says = { 'be $true' } }
    BeFalse           = @{ WholeInput = $false; Test = { param($a) -not $a }; Says = { 'be $false' } }
    BeIn              = @{ WholeInput = $false; Test = { param($a, $e) @($e) -contains $a }; Says = { param($e) "be one of $(Format-Value $e)" } }
    BeOfType          = @{ WholeInput = $false; Test = { param($a, $e) $a -is (ConvertTo-Type $e) }; Says = { param($e) "be of type [$e]" } }
    BeGreaterThan     = @{ WholeInput = $false; Test = { param($a, $e) $a -gt $e }; Says = { param($e) "be greater than $(Format-Value $e)" } }
    BeGreaterOrEqual  = @{ WholeInput = $false; Test = { param($a, $e) $a -ge $e }; Says = { param($e) "be at least $(Format-Value $e)" } }
    BeLessThan        = @{ WholeInput = $false; Test = { param($a, $e) $a -lt $e }; Says = { param($e) "be less than $(Format-Value $e)" } }
    BeLessOrEqual     = @{ WholeInput = $false; Test = { param($a, $e) $a -le $e }; Says = { param($e) "be at most $(Format-Value $e)" } }
    BeLike            = @{ WholeInput = $false; Test = { param($a, $e) "$a" -like $e }; Says = { param($e) "be like $(Format-Value $e)" } }
    BeLikeExactly     = @{ WholeInput = $false; Test = { param($a, $e) "$a" -clike $e }; Says = { param($e) "be exactly like $(Format-Value $e)" } }
    Match             = @{ WholeInput = $false; Test = { param($a, $e) "$a" -match $e }; Says = { param($e) "match $(Format-Value $e)" } }
    MatchExactly      = @{ WholeInput = $false; Test = { param($a, $e) "$a" -cmatch $e }; Says = { param($e) "match exactly $(Format-Value $e)" } }
    Exist             = @{ WholeInput = $false; Test = { param($a) Test-Exists $a }; Says = { 'exist' } }
}

function Test-Array($Value) { $Value -is [System.Collections.IList] -and $Value -isnot [string] }

# The expected value comes first, so that its type decides how the other is compared: '5' is 5 where 5 is expected.
function Test-Equal($Actual, $Expected, [bool] $CaseSensitive) {
    if ((Test-Empty $Actual) -or (Test-Empty $Expected)) { return (Test-Empty $Actual) -and (Test-Empty $Expected) }
    if ($Actual.Count -ne $Expected.Count) { return $false }
    for ($i = 0; $i -lt $Expected.Count; $i++) {
        $same = if ((Test-Array $Actual[$i]) -or (Test-Array $Expected[$i])) { Test-Equal @($Actual[$i]) @($Expected[$i]) $CaseSensitive }
        elseif ($CaseSensitive) { $Expected[$i] -ceq $Actual[$i] } else { $Expected[$i] -eq $Actual[$i] }
        if (-not $same) { return $false }
    }
    $true
}

# Nothing, an empty text, an empty collection, or a single one of these.
function Test-Empty($Value) {
    $items = @($Value)
    if ($items.Count -ne 1) { return $items.Count -eq 0 }
    $only = $items[0]
    $null -eq $only -or ($only -is [string] -and $only.Length -eq 0) -or ($only -is [System.Collections.ICollection] -and $only.Count -eq 0)
}

# A table is one item, however much it holds.
function Get-InputCount($Actual) { if (Test-Empty $Actual) { 0 } else { @($Actual).Count } }

function ConvertTo-Type($Type) { if ($Type -is [type]) { $Type } else { [type] ("$Type" -replace '^\[|\]$') } }

function Test-Exists($Path) {
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath("$Path")
    [System.IO.File]::Exists($full) -or [System.IO.Directory]::Exists($full)
}

function Format-Value($Value) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [string]) { return "'$Value'" }
    if (Test-Array $Value) { return '@(' + (@(foreach ($item in $Value) { Format-Value $item }) -join ', ') + ')' }
    if ($Value -is [bool]) { return '$' + "$Value".ToLowerInvariant() }
    "$Value"
}
