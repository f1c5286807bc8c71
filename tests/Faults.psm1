# What the tests of faults need besides the module: shells of their own that can be killed, and a look at what is really there.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$module = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'Frankenetes.psd1'))

# Another shell of the same kind as this one, which runs a command with what it says on standard output.
function Start-Shell {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Command, [hashtable] $Environment = @{})
    $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    if ([IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') { $start.ArgumentList.Add([Environment]::GetCommandLineArgs()[0]) }
    $script = "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; Import-Module '$module'; $Command"
    foreach ($argument in '-NoProfile', '-Command', $script) { $start.ArgumentList.Add($argument) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $process
}

# What such a shell says in all.
function Invoke-Shell {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Command, [hashtable] $Environment = @{})
    $process = Start-Shell @PSBoundParameters
    try {
        $errors = $process.StandardError.ReadToEndAsync()
        $said = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        "$said$($errors.GetAwaiter().GetResult())"
    }
    finally { $process.Dispose() }
}

# Runs a cmdlet in a shell of its own and kills that shell (SIGKILL) some milliseconds after the cmdlet has told its step. Fails where it was not killed in the middle.
function Stop-ShellAt {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $StatePath, [Parameter(Mandatory)] [string] $Command, [Parameter(Mandatory)] [string] $Step, [int] $Milliseconds = 0)
    $process = Start-Shell "`$null = Connect-Frankenetes -StatePath '$StatePath'; $Command -Verbose 4>&1 | ForEach-Object { [Console]::Out.WriteLine(`$_) }"
    try {
        $errors = $process.StandardError.ReadToEndAsync()
        $said = ''
        while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
            $said += "$line`n"
            if ($line.EndsWith(": $Step")) { break }
        }
        if ($null -eq $line) { throw "'$Command' ended before '$Step'. It said:`n$said$($errors.GetAwaiter().GetResult())" }
        if ($Milliseconds) { [Threading.Thread]::Sleep($Milliseconds) }
        $process.Kill()
        $process.WaitForExit()
        if ($process.ExitCode -ne 137) { throw "'$Command' was not killed but ended with $($process.ExitCode), $Milliseconds ms after '$Step'." }
    }
    finally { $process.Dispose() }
}

# Runs a command in a runspace of this process and does something once it has told a step: `Act` gets the [powershell] that runs it.
function Invoke-During {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Command, [Parameter(Mandatory)] [string] $Step, [Parameter(Mandatory)] [scriptblock] $Act)
    # The core commands alone, as every PowerShell has them.
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
    try {
        $null = $shell.AddScript("`$ErrorActionPreference = 'Stop'; Import-Module '$module'; $Command -Verbose")
        $running = $shell.BeginInvoke()
        while (-not ($shell.Streams.Verbose | Where-Object { "$_".EndsWith(": $Step") })) {
            if ($running.IsCompleted) { $null = $shell.EndInvoke($running); throw "'$Command' ended before '$Step'." }
            [Threading.Thread]::Sleep(5)
        }
        & $Act $shell
        if ($shell.InvocationStateInfo.State -ne 'Stopped') { $shell.EndInvoke($running) }
    }
    finally { $shell.Dispose() }
}

# The names of a local Azure's containers on its engine.
function Get-OwnContainer {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Azure)
    $client, $flag = if (Get-Command podman -CommandType Application -ErrorAction Ignore) { 'podman', '--url' } else { 'docker', '--host' }
    & $client $flag $Azure.Engine ps --all --format '{{.Names}}' --filter "label=frankenetes=$($Azure.InstanceId)" | Where-Object { $_ }
    if ($LASTEXITCODE -ne 0) { throw "$client could not list the containers." }
}

function Invoke-Curl([string] $Configuration) {
    $answer = $Configuration | & curl --silent --show-error --fail --config -
    if ($LASTEXITCODE -ne 0) { throw "curl ended with $LASTEXITCODE." }
    "$answer"
}

function Read-Json([string] $Text) { [Text.Json.JsonDocument]::Parse($Text).RootElement }

# What curl needs to speak to a local Azure as its owner, and what it tells of itself.
function Get-Access($Azure) {
    $about = Read-Json ([IO.File]::ReadAllText([IO.Path]::Combine($Azure.StatePath, 'local-azure.json')))
    $text = { param($name) $about.GetProperty($name).GetString() }
    $trust = "cacert = ""$($Azure.CaCertificatePath)""`n"
    $form = "grant_type=client_credentials&client_id=$(& $text clientId)&client_secret=$([uri]::EscapeDataString((& $text clientSecret)))&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
    $token = (Read-Json (Invoke-Curl "${trust}url = ""$(& $text authority)$(& $text tenantId)/oauth2/v2.0/token""`ndata = ""$form""")).GetProperty('access_token').GetString()
    @{ Header = "${trust}header = ""Authorization: Bearer $token""`n"; Root = & $text resourceManagerEndpoint; Subscription = & $text subscriptionId }
}

# The ids of all resource groups and resources in a local Azure's subscription, asked for over Azure's own protocol.
function Get-AzureResource {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Azure)
    $access = Get-Access $Azure
    foreach ($list in 'resourcegroups', 'resources') {
        $url = "$($access.Root)subscriptions/$($access.Subscription)/${list}?api-version=2021-04-01"
        (Read-Json (Invoke-Curl "$($access.Header)url = ""$url""")).GetProperty('value').EnumerateArray() | ForEach-Object { $_.GetProperty('id').GetString() }
    }
}

# What goes wrong in a local Azure from now on: rules in JSON, as docs/contracts.md has them; none: nothing.
function Set-AzureFault {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Azure, [string] $Rule)
    $access = Get-Access $Azure
    $body = "{""rules"":[$Rule]}".Replace('"', '\"')
    $null = Invoke-Curl "$($access.Header)url = ""$($access.Root)local-azure/faults""`nrequest = ""PUT""`nheader = ""Content-Type: application/json""`ndata = ""$body"""
}

Export-ModuleMember -Function Start-Shell, Invoke-Shell, Stop-ShellAt, Invoke-During, Get-OwnContainer, Get-AzureResource, Set-AzureFault
