# Steps with their times, and native commands that fail loudly.

# A failure that needs no stack: its message says all that a reader can use.
class BuildFailure : System.Exception {
    BuildFailure([string] $message) : base($message) { }
}

function Write-Line([string] $Text = '') { [Console]::Out.WriteLine($Text) }

function Format-Seconds([timespan] $Time) { $Time.TotalSeconds.ToString('0.0', [cultureinfo]::InvariantCulture) + ' s' }

# Says what begins, runs it, and says how long it took. What it gives is passed on.
function Invoke-Step([string] $Name, [scriptblock] $Body) {
    Write-Line "==> $Name"
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    & $Body
    Write-Line ('    {0}: {1}' -f $Name, (Format-Seconds $watch.Elapsed))
}

# Runs a native command quietly; when it fails, all that it wrote is shown.
function Invoke-Quietly([string] $Command, [string[]] $Arguments) {
    $lines = @(& $Command @Arguments 2>&1 | ForEach-Object { "$_" })
    if ($LASTEXITCODE -eq 0) { return }
    foreach ($line in $lines) { Write-Line $line }
    throw [BuildFailure]::new("'$Command $($Arguments[0])' failed with exit code $LASTEXITCODE; what it said is above.")
}

# Runs a program that shares this terminal, so that it may show progress and ask; gives its exit code. The call operator would put a pipe between,
# and on Unix it would take a word with a star for files.
function Start-Attached([string] $Program, [string[]] $Words) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($word in $Words) { if ($word) { $start.ArgumentList.Add($word) } }
    $process = [System.Diagnostics.Process]::Start($start)
    try { $process.WaitForExit(); $process.ExitCode }
    finally { $process.Dispose() }
}

# Runs a native command whose lines are shown as they come.
function Invoke-Openly([string] $Command, [string[]] $Arguments) {
    $code = Start-Attached $Command $Arguments
    if ($code -ne 0) { throw [BuildFailure]::new("'$Command $($Arguments[0])' failed with exit code $code; what it said is above.") }
}

# The program and first arguments that start the PowerShell that runs this: pwsh itself, or dotnet and the host's DLL.
function Get-PowerShellCommand {
    $program = [Environment]::ProcessPath
    if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { $program, [Environment]::GetCommandLineArgs()[0] } else { , $program }
}

# Runs a script in a process of its own and gives its exit code.
function Invoke-Script([string] $Path, [string[]] $Arguments) {
    $program, $first = Get-PowerShellCommand
    Start-Attached $program (@($first) + @('-NoProfile', '-File', $Path) + $Arguments)
}
