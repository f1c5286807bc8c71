# What the tests of sessions need besides kubectl: random bytes, two small images, and a page through a forwarded port.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
foreach ($module in 'LocalAzure', 'Kubectl', 'Processes') { Import-Module ([IO.Path]::Combine($PSScriptRoot, "$module.psm1")) }

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
    foreach ($tag in $recipes.Keys) {
        $folder = [IO.Path]::Combine($Azure.StatePath, "image-$tag")
        $null = [IO.Directory]::CreateDirectory($folder)
        $recipe = [IO.Path]::Combine($folder, 'Containerfile')
        [IO.File]::WriteAllText($recipe, $recipes[$tag])
        Start-Program (@(Get-EngineCommand $Azure) + @('build', '--quiet', '--tag', "${Prefix}:$tag", '--file', $recipe, $folder))
    }
}

function Wait-SmallImage([hashtable[]] $Build) {
    foreach ($program in $Build) {
        $end = Receive-Program $program
        if ($end.ExitCode -ne 0) { throw "An image could not be made: $($end.Error)" }
    }
}

# The page that a port-forward brings, with the forward's own words where it brings none.
function Get-ForwardedPage([string] $Object, [int] $Port, [hashtable] $Environment = @{}) {
    $process = Open-Kubectl @('port-forward', $Object, ":$Port") $Environment
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
        Close-Process $process
    }
}

Export-ModuleMember -Function New-Noise, Get-Hash, Start-SmallImage, Wait-SmallImage, Get-ForwardedPage
