<#
    Medians and ratios. A measurement is a script block that does its work and gives nothing, or the elapsed TimeSpan where it measures itself. Both sides of a ratio are measured in turns in one run, so that the
    machine's mood falls on both.
#>
function Get-Median([double[]] $values) {
    $sorted = [double[]]$values.Clone()
    [Array]::Sort($sorted)
    $middle = [int][Math]::Floor($sorted.Length / 2)
    if ($sorted.Length % 2) { $sorted[$middle] } else { ($sorted[$middle - 1] + $sorted[$middle]) / 2 }
}

function Measure-Once([scriptblock] $work) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = & $work
    if ($answer -is [TimeSpan]) { $answer.TotalSeconds } else { $clock.Elapsed.TotalSeconds }
}

function Measure-Pair([string] $title, [scriptblock] $ours, [scriptblock] $limit, [int] $runs, [string] $target) {
    $a = [double[]]::new($runs); $b = [double[]]::new($runs)
    for ($i = 0; $i -lt $runs; $i++) {
        $b[$i] = Measure-Once $limit
        $a[$i] = Measure-Once $ours
    }
    Write-Row $title $a $b $target
}

function Write-Row([string] $title, [double[]] $ours, [double[]] $limit, [string] $target) {
    $m = Get-Median $ours; $l = Get-Median $limit
    $Host.UI.WriteLine(('{0,-58} {1,8:n3} s {2,8:n3} s {3,7:n2} x {4,8:n3} s   {5}' -f $title, $m, $l, ($m / $l), ($m - $l), $target))
}

# The value below which that share of them lies.
function Get-Percentile([double[]] $values, [double] $share) {
    $sorted = [double[]]$values.Clone()
    [Array]::Sort($sorted)
    $sorted[[Math]::Max(0, [int][Math]::Ceiling($share * $sorted.Length) - 1)]
}

# A figure that has no limit to be compared with in the same run.
function Write-Figure([string] $title, [double] $value, [string] $unit, [string] $target) {
    $Host.UI.WriteLine(('{0,-58} {1,8:n1} {2,-28}   {3}' -f $title, $value, $unit, $target))
}

# The numbers of lines like "FIGURES memory idleMiB=56", each by its name: memory.idleMiB.
function Read-Figure([object[]] $said) {
    $figures = @{}
    foreach ($line in $said | Where-Object { "$_" -match '^\s*FIGURES' }) {
        $kind = [regex]::Match("$line", 'FIGURES (\w+) ').Groups[1].Value
        foreach ($match in [regex]::Matches("$line", '(\w+)=([0-9.]+)')) { $figures["$kind.$($match.Groups[1].Value)"] = [double]::Parse($match.Groups[2].Value, [cultureinfo]::InvariantCulture) }
    }
    $figures
}

# What runs beside the measurements falls on all of them.
function Write-Load { $Host.UI.WriteLine("load of the machine: $([IO.File]::ReadAllText('/proc/loadavg').Split(' ')[0..2] -join ' ') on $([Environment]::ProcessorCount) processors") }

function Write-Heading {
    $Host.UI.WriteLine(('{0,-58} {1,10} {2,10} {3,9} {4,10}   {5}' -f 'median of 5 or more runs', 'ours', 'limit', 'ratio', 'more', 'target'))
}

Export-ModuleMember -Function Measure-Pair, Measure-Once, Get-Median, Get-Percentile, Write-Row, Write-Figure, Read-Figure, Write-Load, Write-Heading
