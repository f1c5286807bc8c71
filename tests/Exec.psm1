# What the tests of sessions need besides kubectl: programs whose input, output and errors are bytes and stand apart, two small images, and a page through a forwarded port.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# Starts a program with its three streams in our hands. Where it gets no input, its input is at its end.
function Start-Program([string[]] $Command, [byte[]] $InputBytes, [hashtable] $Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new($Command[0])
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    for ($i = 1; $i -lt $Command.Count; $i++) { $start.ArgumentList.Add($Command[$i]) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $output = [IO.MemoryStream]::new()
    $program = @{ Process = $process; Output = $output; Copying = $process.StandardOutput.BaseStream.CopyToAsync($output); Errors = $process.StandardError.ReadToEndAsync() }
    $null = & {
        # Who ends without reading has closed the pipe.
        try {
            if ($InputBytes) { $process.StandardInput.BaseStream.WriteAsync($InputBytes, 0, $InputBytes.Length).Wait(30000) }
            $process.StandardInput.Close()
        }
        catch { }
    }
    $program
}

# Waits for its end; what it said, as bytes and as text, and its exit code.
function Receive-Program([hashtable] $Program, [int] $Seconds = 30) {
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

# Random bytes of which no two runs have the same.
function New-Noise([int] $Length) {
    $bytes = [byte[]]::new($Length)
    [Random]::Shared.NextBytes($bytes)
    , $bytes
}

function Get-Hash([byte[]] $Bytes) { [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Bytes)) }

# Begins to make two images around one static program: one that has nothing else in it, one that runs as a user who is nobody.
function Start-SmallImage($Azure, [string] $Prefix) {
    $recipes = @{
        scratch = "FROM docker.io/library/busybox:1.36 AS source`nFROM scratch`nCOPY --from=source /bin/busybox /busybox`n"
        user = "FROM docker.io/library/busybox:1.36`nUSER 65532`n"
    }
    $client, $flag = Get-EngineClient
    foreach ($tag in $recipes.Keys) {
        $folder = [IO.Path]::Combine($Azure.StatePath, "image-$tag")
        $null = [IO.Directory]::CreateDirectory($folder)
        $recipe = [IO.Path]::Combine($folder, 'Containerfile')
        [IO.File]::WriteAllText($recipe, $recipes[$tag])
        Start-Program @($client, $flag, $Azure.Engine, 'build', '--quiet', '--tag', "${Prefix}:$tag", '--file', $recipe, $folder)
    }
}

function Wait-SmallImage([hashtable[]] $Build) {
    foreach ($program in $Build) {
        $end = Receive-Program $program 60
        if ($end.ExitCode -ne 0) { throw "An image could not be made: $($end.Error)" }
    }
}

function Remove-SmallImage($Azure, [string] $Prefix) {
    $client, $flag = Get-EngineClient
    $null = & $client $flag $Azure.Engine rmi --force "${Prefix}:scratch" "${Prefix}:user" 2>&1
}

function Get-EngineClient { if (Get-Command podman -CommandType Application -ErrorAction Ignore) { 'podman', '--url' } else { 'docker', '--host' } }

# The page that a port-forward brings, with the forward's own words where it brings none.
function Get-ForwardedPage([string] $KubeConfig, [string] $Object, [int] $Port, [hashtable] $Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new('kubectl')
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    foreach ($argument in '--kubeconfig', $KubeConfig, 'port-forward', $Object, ":$Port") { $start.ArgumentList.Add($argument) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $http = [Net.Http.HttpClient]::new()
    try {
        $errors = $process.StandardError.ReadToEndAsync()
        $line = $process.StandardOutput.ReadLine()
        if ($line -notmatch ':(\d+) ->') { throw "kubectl port-forward said '$line': $($errors.GetAwaiter().GetResult())" }
        $null = $process.StandardOutput.ReadToEndAsync()
        $address = "http://127.0.0.1:$($Matches[1])/"
        # Several connections at a time, as a browser has them.
        $pages = @(1..4 | ForEach-Object { $http.GetStringAsync($address) })
        foreach ($page in $pages) { $page.GetAwaiter().GetResult() }
    }
    finally {
        $http.Dispose()
        $process.Kill()
        $process.WaitForExit()
        $process.Dispose()
    }
}

Export-ModuleMember -Function Start-Program, Receive-Program, New-Noise, Get-Hash, Start-SmallImage, Wait-SmallImage, Remove-SmallImage, Get-ForwardedPage
