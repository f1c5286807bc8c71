# Runs every test there is and ends with one line that counts them.

# Gives the exit code.
function Invoke-Tests([string] $Only) {
    Build-Package
    Build-Images
    $results = "$root/out/tests"
    if ([System.IO.Directory]::Exists($results)) { [System.IO.Directory]::Delete($results, $true) }
    $null = [System.IO.Directory]::CreateDirectory($results)
    Write-Line '==> xunit, Pester and Torture, two at a time'
    $runs = @(@(Get-PesterRun) + @(Get-TortureRun) + @(Get-XunitRun) | Where-Object { $_.Name -like $Only })
    if (-not $runs) { throw [BuildFailure]::new("No tests are named '$Only'.") }
    Write-TestSummary @(Invoke-TestRuns @(Get-LongestFirst $runs "$cache/test-times") | Save-TestTime "$cache/test-times")
}

# By what each took the last time, so that nothing long is left to run alone at the end; what was not timed yet comes before all.
function Get-LongestFirst([hashtable[]] $Runs, [string] $Folder) {
    $last = { param($run) $path = "$Folder/$($run.Name)"; if ([System.IO.File]::Exists($path)) { [double] [System.IO.File]::ReadAllText($path) } else { [double]::MaxValue } }.GetNewClosure()
    [System.Linq.Enumerable]::OrderByDescending($Runs, [System.Func[hashtable, double]] $last)
}

# Notes how long each run took, and hands its result on.
function Save-TestTime([string] $Folder) {
    begin { $null = [System.IO.Directory]::CreateDirectory($Folder) }
    process {
        [System.IO.File]::WriteAllText("$Folder/$($_.Source)", $_.Time.TotalSeconds.ToString([cultureinfo]::InvariantCulture))
        $_
    }
}

# A run: its name, what starts it, and how its result is read once it has ended, from its output and exit code.
function Get-XunitRun {
    foreach ($assembly in Get-TestAssembly) {
        $name = [System.IO.Path]::GetFileNameWithoutExtension($assembly)
        $trx = "$root/out/tests/$name.trx"
        @{
            Name = $name; File = $assembly; Program = 'dotnet'
            Words = 'test', $assembly, '--nologo', '--results-directory', "$root/out/tests", '--logger', "trx;LogFileName=$name.trx"
            Read = { param($output) Read-XunitResult $trx $output }.GetNewClosure()
        }
    }
}

# Each file has a process of its own: what one loads or leaves behind cannot help or harm the next.
function Get-PesterRun {
    $program, $first = Get-PowerShellCommand
    [string[]] $files = @([System.IO.Directory]::EnumerateFiles("$root/tests", '*.Tests.ps1', 'AllDirectories') | Where-Object { $_ -notmatch '[\\/](bin|obj)[\\/]' })
    foreach ($file in $files) {
        $name = [System.IO.Path]::GetFileName($file)
        $result = "$root/out/tests/$name.xml"
        @{
            Name = $name; File = $file; Program = $program; Shows = $true
            Words = @($first) + @('-NoProfile', '-File', "$root/tests/Pester/Run.ps1", '-Path', $file, '-ResultPath', $result)
            Read = { param($output, $code) Read-PesterResult $result $code }.GetNewClosure()
        }
    }
}

function Read-XunitResult([string] $Trx, [string] $Output) {
    if (-not [System.IO.File]::Exists($Trx)) { return Get-NoTestResult $Output }
    $result = Read-Trx $Trx
    if ($result.Passed + $result.Failed.Count -eq 0) { return Get-NoTestResult 'The project ran no test.' }
    $result
}

function Read-PesterResult([string] $Path, [int] $Code) {
    if (-not [System.IO.File]::Exists($Path)) { return Get-NoTestResult "The run ended with exit code $Code and left no result; what it said is above." }
    $read = [System.Management.Automation.PSSerializer]::Deserialize([System.IO.File]::ReadAllText($Path))
    if ($read.Passed + $read.Failed.Count + $read.NotRun -eq 0) { return Get-NoTestResult 'The file holds no test.' }
    @{ Passed = $read.Passed; Failed = @($read.Failed); NotRun = $read.NotRun }
}

# Most runs wait for containers more than they compute. The first of the list begin first.
function Invoke-TestRuns([hashtable[]] $Runs, [int] $AtOnce = 2) {
    $waiting = [System.Collections.Generic.Queue[hashtable]]::new()
    foreach ($run in $Runs) { $waiting.Enqueue($run) }
    $running = [System.Collections.Generic.List[hashtable]]::new()
    try {
        while ($waiting.Count -or $running.Count) {
            while ($running.Count -lt $AtOnce -and $waiting.Count) { $running.Add((Start-TestRun $waiting.Dequeue())) }
            foreach ($run in $running.FindAll({ param($one) $one.Process.HasExited })) {
                $null = $running.Remove($run)
                Complete-TestRun $run
            }

            [System.Threading.Thread]::Sleep(50)
        }
    }
    finally {
        foreach ($run in $running) { $run.Process.Kill($true) }
    }
}

function Start-TestRun([hashtable] $Run) {
    if (-not [System.IO.File]::Exists($Run.File)) { $Run.Program, $Run.Words = 'sh', ('-c', "echo '$($Run.File) is missing: is the project in Frankenetes.sln?'") }
    $start = [System.Diagnostics.ProcessStartInfo]::new($Run.Program)
    foreach ($word in $Run.Words) { $start.ArgumentList.Add($word) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    # What .NET would learn of its own speed is lost with processes as short as these.
    $start.Environment['DOTNET_TieredPGO'] = '0'
    $Run.Watch = [System.Diagnostics.Stopwatch]::StartNew()
    $Run.Process = [System.Diagnostics.Process]::Start($start)
    $Run.Process.StandardInput.Close()
    $Run.Output = $Run.Process.StandardOutput.ReadToEndAsync()
    $Run.Errors = $Run.Process.StandardError.ReadToEndAsync()
    $Run
}

function Complete-TestRun([hashtable] $Run) {
    # Not the end of the pipes: what a test left running may hold them, and that must not hold up the others.
    $null = [System.Threading.Tasks.Task]::WaitAll([System.Threading.Tasks.Task[]] @($Run.Output, $Run.Errors), 5000)
    $text = foreach ($stream in $Run.Output, $Run.Errors) { if ($stream.IsCompletedSuccessfully) { $stream.Result.TrimEnd() } }
    $output = (@($text) -ne '') -join "`n"
    if ($Run.ContainsKey('Shows')) { Write-Line $output }
    $result = & $Run.Read $output $Run.Process.ExitCode
    $result.Source = $Run.Name
    $result.Time = $Run.Watch.Elapsed
    Write-Line ('    {0,-48} {1,4} passed, {2,3} failed  {3,8}' -f $Run.Name, $result.Passed, $result.Failed.Count, (Format-Seconds $Run.Watch.Elapsed))
    $Run.Process.Dispose()
    $result
}

function Get-NoTestResult([string] $Message) { @{ Passed = 0; NotRun = 0; Failed = @(@{ Name = '(the run itself)'; Message = $Message }) } }

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
