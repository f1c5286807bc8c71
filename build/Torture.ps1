# Breaks what the keeper stands on, many times over (tests/Torture), and shows what was lost.

# Gives the exit code: 0 only when nothing was lost that must not be, and every row was done as often as planned.
function Invoke-Torture([string] $Only, [string] $Seed, [string] $Topology, [int] $Percent) {
    Build-Package
    Build-Images
    $words = (Get-TortureProgram), '--shell', ((Get-PowerShellCommand) -join ','), '--percent', "$Percent"
    if ($Topology) { $words += '--topology', $Topology }
    if ($Only -ne '*') { $words += '--only', $Only }
    if ($Seed) { $words += '--seed', $Seed }
    Start-Attached 'dotnet' $words
}

# Each row at least once, in the shortest form; a row counts as a test. Those of keepers are one run of the tests, those of whole clusters another.
function Get-TortureRun {
    $program = Get-TortureProgram
    foreach ($kind in 'Keepers', 'Clusters') {
        $words = $program, '--slice', '--parallel', '2', '--only', $kind.ToLowerInvariant(), '--shell', ((Get-PowerShellCommand) -join ',')
        @{ Name = "Torture.$kind"; File = $program; Program = 'dotnet'; Words = $words; Read = { param($output) Read-TortureResult $output } }
    }
}

function Read-TortureResult([string] $Output) {
    $rows = @($Output -split "`n" | Where-Object { $_ -match '^[a-z-]+ +\d+ +\d+ +\d+ ' })
    if ($rows.Count -eq 0) { return Get-NoTestResult $Output }
    $failed = @($rows | Where-Object { $_ -cmatch 'FAILED' } | ForEach-Object { @{ Name = ($_ -split ' ')[0]; Message = $_ } })
    @{ Passed = $rows.Count - $failed.Count; Failed = $failed; NotRun = 0 }
}

function Get-TortureProgram { "$root/tests/Torture/bin/Release/net10.0/Frankenetes.Torture.dll" }
