# Programs whose input, output and errors are bytes and stand apart.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# A process with its three streams in our hands.
function Open-Process([string[]] $Command, [hashtable] $Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new($Command[0])
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    for ($i = 1; $i -lt $Command.Count; $i++) { $start.ArgumentList.Add($Command[$i]) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    [Diagnostics.Process]::Start($start)
}

# Ends one that was opened, whatever it does.
function Close-Process([Diagnostics.Process] $Process) {
    $Process.Kill()
    $Process.WaitForExit()
    $Process.Dispose()
}

# Starts a program whose output is kept as it comes. Where it gets no input, its input is at its end; an open one lasts until the program has ended (script makes an end Ctrl-D at the terminal, whoever reads there).
function Start-Program([string[]] $Command, [byte[]] $InputBytes, [hashtable] $Environment = @{}, [switch] $OpenInput) {
    $process = Open-Process $Command $Environment
    $output = [IO.MemoryStream]::new()
    $program = @{ Process = $process; Output = $output; Copying = $process.StandardOutput.BaseStream.CopyToAsync($output); Errors = $process.StandardError.ReadToEndAsync() }
    $null = & {
        # Who ends without reading has closed the pipe.
        try {
            if ($InputBytes) { $process.StandardInput.BaseStream.WriteAsync($InputBytes, 0, $InputBytes.Length).Wait(120000) }
            if ($OpenInput) { $process.StandardInput.BaseStream.Flush() } else { $process.StandardInput.Close() }
        }
        catch { }
    }
    $program
}

# Waits for its end; what it said, as bytes and as text, and its exit code.
function Receive-Program([hashtable] $Program, [int] $Seconds = 120) {
    $process = $Program.Process
    try {
        if (-not $process.WaitForExit($Seconds * 1000)) {
            $process.Kill()
            $process.WaitForExit()
            throw "$($process.StartInfo.FileName) $($process.StartInfo.ArgumentList) was not over after $Seconds s. It said: $([Text.Encoding]::UTF8.GetString($Program.Output.ToArray()))"
        }
        $Program.Copying.Wait()
        $bytes = $Program.Output.ToArray()
        @{ Bytes = $bytes; Output = [Text.Encoding]::UTF8.GetString($bytes); Error = $Program.Errors.GetAwaiter().GetResult(); ExitCode = $process.ExitCode }
    }
    finally { $process.Dispose() }
}

Export-ModuleMember -Function Open-Process, Close-Process, Start-Program, Receive-Program
