# Runs every test there is and ends with one line that counts them.

# Gives the exit code.
function Invoke-Tests([string] $Only) {
    Build-Package
    Build-Images
    $results = "$root/out/tests"
    if ([System.IO.Directory]::Exists($results)) { [System.IO.Directory]::Delete($results, $true) }
    $null = [System.IO.Directory]::CreateDirectory($results)
    $runs = @(Invoke-TestProjects $Only) + @(Invoke-TestFiles $Only)
    Write-TestSummary $runs
}

function Invoke-TestProjects([string] $Only) {
    Write-Line '==> xunit'
    foreach ($assembly in Get-TestAssembly) {
        $name = [System.IO.Path]::GetFileNameWithoutExtension($assembly)
        if ($name -notlike $Only) { continue }
        Measure-TestRun $name { Invoke-TestAssembly $name $assembly }
    }
}

function Invoke-TestAssembly([string] $Name, [string] $Assembly) {
    if (-not [System.IO.File]::Exists($Assembly)) { return Get-NoTestResult "$Assembly is missing: is the project in Frankenetes.sln?" }
    $trx = "$root/out/tests/$Name.trx"
    $lines = @(dotnet test $Assembly --nologo --results-directory "$root/out/tests" --logger "trx;LogFileName=$Name.trx" 2>&1 | ForEach-Object { "$_" })
    if (-not [System.IO.File]::Exists($trx)) { return Get-NoTestResult ($lines -join "`n") }
    $result = Read-Trx $trx
    if ($result.Passed + $result.Failed.Count -eq 0) { return Get-NoTestResult 'The project ran no test.' }
    $result
}

function Invoke-TestFiles([string] $Only) {
    $files = @([System.IO.Directory]::EnumerateFiles("$root/tests", '*.Tests.ps1', 'AllDirectories') | ForEach-Object { $_ } | Where-Object { $_ -notmatch '[\\/](bin|obj)[\\/]' })
    if ($files.Count -eq 0) { return }
    Write-Line '==> Pester'
    foreach ($file in $files) {
        $name = [System.IO.Path]::GetFileName($file)
        if ($name -notlike $Only) { continue }
        Measure-TestRun $name { Invoke-TestFile $name $file }
    }
}

# Each file has a process of its own: what one loads or leaves behind cannot help or harm the next.
function Invoke-TestFile([string] $Name, [string] $File) {
    $result = "$root/out/tests/$Name.xml"
    $code = Invoke-Script "$root/tests/Pester/Run.ps1" @('-Path', $File, '-ResultPath', $result)
    if (-not [System.IO.File]::Exists($result)) { return Get-NoTestResult "The run ended with exit code $code and left no result; what it said is above." }
    $read = [System.Management.Automation.PSSerializer]::Deserialize([System.IO.File]::ReadAllText($result))
    if ($read.Passed + $read.Failed.Count + $read.NotRun -eq 0) { return Get-NoTestResult 'The file holds no test.' }
    @{ Passed = $read.Passed; Failed = @($read.Failed); NotRun = $read.NotRun }
}

function Get-NoTestResult([string] $Message) { @{ Passed = 0; NotRun = 0; Failed = @(@{ Name = '(the run itself)'; Message = $Message }) } }

function Measure-TestRun([string] $Name, [scriptblock] $Run) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $result = & $Run
    $result.Source = $Name
    Write-Line ('    {0,-48} {1,4} passed, {2,3} failed  {3,8}' -f $Name, $result.Passed, $result.Failed.Count, (Format-Seconds $watch.Elapsed))
    $result
}

function Write-TestSummary([hashtable[]] $Runs) {
    $passed = 0; $failed = 0; $notRun = 0
    foreach ($run in $Runs) {
        $passed += $run.Passed
        $failed += $run.Failed.Count
        $notRun += $run.NotRun
        foreach ($test in $run.Failed) {
            Write-Line
            Write-Line "FAILED $($run.Source): $($test.Name)"
            foreach ($line in $test.Message -split "`r?`n") { Write-Line "    $line" }
        }
    }
    Write-Line
    if ($notRun) { Write-Line "$notRun not run (skipped, or they need what this PowerShell lacks)" }
    if ($passed + $failed -eq 0) { throw [BuildFailure]::new('no test ran.') }
    # The last line of all, to be read by people and by machines.
    Write-Line "$passed passed, $failed failed"
    [int] ($failed -gt 0)
}
