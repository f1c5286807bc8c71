<#
    Pods by the API server's own words, without a kubectl between: made by POST, followed by a watch, so that what is measured is the pod and no program's start.
#>
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Plain.psm1'))

function Connect-Watched([string] $kubeconfig) {
    $script:pods = [regex]::Match([IO.File]::ReadAllText($kubeconfig), 'server: *"?([^"\s]+)').Groups[1].Value.TrimEnd('/') + '/api/v1/namespaces/default/pods'
    $script:http = New-ApiClient $kubeconfig
    $http.Timeout = [TimeSpan]::FromMinutes(10)
}

# Makes so many pods at once; the seconds of each from its POST until its status says Running. They are deleted again unless they are to be kept.
function Measure-Pod([string] $name, [int] $count, [string] $image, [switch] $Keep) {
    $stream = Open-Watch
    $made = @{}
    $seconds = @{}
    $answers = for ($i = 0; $i -lt $count; $i++) {
        $body = "{`"apiVersion`":`"v1`",`"kind`":`"Pod`",`"metadata`":{`"name`":`"$name$i`"},`"spec`":{`"terminationGracePeriodSeconds`":0,`"containers`":[{`"name`":`"main`",`"image`":`"$image`",`"imagePullPolicy`":`"IfNotPresent`"}]}}"
        $made["$name$i"] = [Diagnostics.Stopwatch]::GetTimestamp()
        $http.PostAsync($pods, [Net.Http.StringContent]::new($body, [Text.Encoding]::UTF8, 'application/json'))
    }
    try {
        while ($seconds.Count -lt $count) {
            $line = $stream.ReadLine()
            $seen = [Diagnostics.Stopwatch]::GetTimestamp()
            if (-not $line) { throw "The watch ended after $($seconds.Count) of $count pods ran." }
            $pod = [regex]::Match($line, '"metadata":\{"name":"([^"]+)"').Groups[1].Value
            if ($made.ContainsKey($pod) -and -not $seconds.ContainsKey($pod) -and $line -match '"phase":"Running"') { $seconds[$pod] = ($seen - $made[$pod]) / [Diagnostics.Stopwatch]::Frequency }
        }
        foreach ($answer in $answers) { $null = $answer.GetAwaiter().GetResult().EnsureSuccessStatusCode() }
        if (-not $Keep) { Remove-Pod @($made.Keys) $stream }
    }
    finally { $stream.Dispose() }
    [double[]] @($seconds.Values)
}

function Remove-Pod([string[]] $names, $stream) {
    foreach ($name in $names) { $null = $http.DeleteAsync("$pods/$name").GetAwaiter().GetResult().EnsureSuccessStatusCode() }
    $left = [Collections.Generic.HashSet[string]]::new($names)
    while ($left.Count) {
        $line = $stream.ReadLine()
        if (-not $line) { throw "The watch ended before these pods were gone: $left" }
        if ($line.StartsWith('{"type":"DELETED"')) { $null = $left.Remove([regex]::Match($line, '"metadata":\{"name":"([^"]+)"').Groups[1].Value) }
    }
}

function Open-Watch {
    $request = [Net.Http.HttpRequestMessage]::new('GET', "${pods}?watch=1&timeoutSeconds=600")
    $answer = $http.SendAsync($request, [Net.Http.HttpCompletionOption]::ResponseHeadersRead).GetAwaiter().GetResult().EnsureSuccessStatusCode()
    [IO.StreamReader]::new($answer.Content.ReadAsStreamAsync().GetAwaiter().GetResult())
}

# Memory that is resident: of a process of this machine, in MiB.
function Get-ResidentMiB([int] $process) { [double] [regex]::Match([IO.File]::ReadAllText("/proc/$process/status"), 'VmRSS:\s+(\d+)').Groups[1].Value / 1024 }

# A program whose output nobody reads before its end.
function Start-Quietly([string[]] $command) {
    $start = [Diagnostics.ProcessStartInfo]::new($command[0])
    for ($i = 1; $i -lt $command.Count; $i++) { $start.ArgumentList.Add($command[$i]) }
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    [Diagnostics.Process]::Start($start)
}

Export-ModuleMember -Function Connect-Watched, Measure-Pod, Get-ResidentMiB, Start-Quietly
