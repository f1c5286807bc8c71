#requires -Version 7.4
# The parts of build.ps1 that decide: what is built again, what is copied, what counts as a failed test.

BeforeAll {
    $root = [IO.Path]::Combine([IO.Path]::GetTempPath(), "frankenetes-build-$PID-$([guid]::NewGuid().ToString('N').Substring(0, 8))")
    $null = [IO.Directory]::CreateDirectory("$root/src")
    foreach ($part in 'Steps', 'Hashes', 'Package', 'Trx', 'Test') { . "$PSScriptRoot/../build/$part.ps1" }

    function Write-Text([string] $Path, [string] $Text) {
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
        [IO.File]::WriteAllText($Path, $Text)
    }

    function Write-Trx([string] $Results, [string] $Infos, [int] $Total, [int] $Passed, [int] $Failed) {
        $path = "$root/$([guid]::NewGuid()).trx"
        Write-Text $path @"
<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
  <Results>$Results</Results>
  <ResultSummary outcome="Failed"><Counters total="$Total" passed="$Passed" failed="$Failed" /><RunInfos>$Infos</RunInfos></ResultSummary>
</TestRun>
"@
        $path
    }
}

AfterAll { [IO.Directory]::Delete($root, $true) }

Describe 'What goes into a build' {
    It 'leaves out what builds make and the PowerShell tests' {
        foreach ($file in 'src/A/a.cs', 'src/A/bin/a.dll', 'src/A/obj/a.json', 'tests/x.Tests.ps1', 'tests/A.Tests/a.cs') { Write-Text "$root/$file" $file }
        $files = Get-InputFile "$root/src", "$root/tests" | ForEach-Object { [IO.Path]::GetRelativePath($root, $_) }
        $files | Should -HaveCount 2
        $files | Should -Contain 'src/A/a.cs'
        $files | Should -Contain 'tests/A.Tests/a.cs'
    }

    It 'has another hash when a content or a name changes, and the same when only a time does' {
        Write-Text "$root/src/h/1" 'one'
        $before = Get-InputHash "$root/src/h/1"
        [IO.File]::SetLastWriteTimeUtc("$root/src/h/1", [datetime]::UnixEpoch)
        Get-InputHash "$root/src/h/1" | Should -Be $before
        Write-Text "$root/src/h/1" 'two'
        Get-InputHash "$root/src/h/1" | Should -Not -Be $before
        Write-Text "$root/src/h/2" 'one'
        Get-InputHash "$root/src/h/2" | Should -Not -Be $before
    }

    It 'follows the references between projects' {
        Write-Text "$root/p/A/A.csproj" '<Project><ItemGroup><ProjectReference Include="..\B\B.csproj" /></ItemGroup></Project>'
        Write-Text "$root/p/B/B.csproj" '<Project><ItemGroup><ProjectReference Include="../A/A.csproj" /></ItemGroup></Project>'
        Get-ProjectFolder "$root/p/A/A.csproj" | Should -Be @("$root/p/A", "$root/p/B")
    }
}

Describe 'Copying a package' {
    It 'replaces what changed by another file, leaves what did not alone, and takes away the rest' {
        Write-Text "$root/from/same" 'same'
        Write-Text "$root/from/sub/changed" 'new'
        Write-Text "$root/to/same" 'same'
        Write-Text "$root/to/sub/changed" 'old'
        Write-Text "$root/to/stale" 'stale'
        $open = [IO.File]::OpenRead("$root/to/sub/changed")
        [IO.File]::SetLastWriteTimeUtc("$root/to/same", [datetime]::UnixEpoch)
        Sync-Folder "$root/from" "$root/to"
        [IO.StreamReader]::new($open).ReadToEnd() | Should -Be 'old' -Because 'who has it open keeps it'
        $open.Dispose()
        [IO.File]::ReadAllText("$root/to/sub/changed") | Should -Be 'new'
        [IO.File]::GetLastWriteTimeUtc("$root/to/same") | Should -Be ([datetime]::UnixEpoch)
        "$root/to/stale" | Should -Not -Exist
    }
}

Describe 'Reading test results' {
    It 'gives the failed tests by name and message, each once' {
        $result = Read-Trx (Write-Trx -Total 3 -Passed 1 -Failed 1 `
                -Results '<UnitTestResult testName="A.b" outcome="Failed"><Output><ErrorInfo><Message>differs</Message><StackTrace>at line 3</StackTrace></ErrorInfo></Output></UnitTestResult>' `
                -Infos '<RunInfo outcome="Error"><Text>[xUnit.net 00:00:01]     A.b [FAIL]</Text></RunInfo>')
        $result.Passed | Should -Be 1
        $result.NotRun | Should -Be 1
        $result.Failed | Should -HaveCount 1
        $result.Failed[0].Name | Should -Be 'A.b'
        $result.Failed[0].Message | Should -Be "differs`nat line 3"
    }

    It 'counts a run that broke off as failed' {
        $result = Read-Trx (Write-Trx -Total 1 -Passed 1 -Failed 0 -Infos '<RunInfo outcome="Error"><Text>Test host process crashed</Text></RunInfo>')
        $result.Failed | Should -HaveCount 1
        $result.Failed[0].Message | Should -Be 'Test host process crashed'
    }

    It 'counts a project that was not built as failed' {
        $missing = @{ Name = 'X.Tests'; File = "$root/X.Tests.dll"; Read = { param($output) Read-XunitResult "$root/X.trx" $output } }
        (Invoke-TestRuns $missing).Failed.Message | Should -Match 'X.Tests.dll is missing'
    }

    It 'goes on with the other runs while one takes long, and reads each' {
        # The slow one ends when the third has begun.
        $first = @{ slow = "until [ -e '$root/begun' ]; do sleep 0.05; done; "; quick = ''; third = "touch '$root/begun'; " }
        $runs = foreach ($name in 'slow', 'quick', 'third') {
            @{ Name = $name; File = $PSCommandPath; Program = 'sh'; Words = '-c', "$($first[$name])echo $name; exit 3"; Read = { param($output, $code) @{ Passed = $code; Failed = @(); NotRun = 0; Said = $output } } }
        }
        $results = Invoke-TestRuns $runs | ForEach-Object { "$($_.Source): $($_.Said), $($_.Passed)" }
        foreach ($name in 'slow', 'quick', 'third') { $results | Should -Contain "${name}: $name, 3" }
    }

    It 'begins with what took longest the last time, and before that with what was not timed yet' {
        foreach ($took in @{ Source = 'short'; Time = [timespan]::FromSeconds(9.5) }, @{ Source = 'long'; Time = [timespan]::FromSeconds(10) }) { $null = $took | Save-TestTime "$root/times" }
        $runs = foreach ($name in 'short', 'long', 'new') { @{ Name = $name } }
        Get-LongestFirst $runs "$root/times" | ForEach-Object { $_.Name } | Should -Be 'new', 'long', 'short'
    }
}

Describe 'A native command' {
    It 'that fails ends the build with its exit code' {
        { Invoke-Quietly sh @('-c', 'exit 7') } | Should -Throw '*exit code 7*'
        { Invoke-Openly sh @('-c', 'exit 7') } | Should -Throw '*exit code 7*'
    }

    It 'that succeeds gives nothing' { Invoke-Quietly sh @('-c', 'echo much') | Should -BeNullOrEmpty }
}
