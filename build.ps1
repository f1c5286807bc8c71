#!/usr/bin/env pwsh
#Requires -Version 7.4
# The one way to build, test and try Frankenetes. It keeps to the language, .NET and the core cmdlets, so that it runs alike in pwsh and in
# Frankenetes.Shell, which lacks the Utility and Management modules.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Images', 'Test', 'Quickstart', 'Bench', 'Torture', 'Shell', 'Clean')]
    [string] $Task = 'Build',

    # Clean: the caches, our images and the local Azure's state too.
    [switch] $All,

    # Test and Bench: only projects and files whose names match. Torture: these rows, with commas between.
    [string] $Only = '*',

    # Torture: where the random choices begin, to repeat a row.
    [string] $Seed = '',

    # Torture: so much of the counts.
    [ValidateRange(1, 100)]
    [int] $Percent = 100,

    # Torture: of the clusters that are tortured whole; Compact where nothing is said.
    [ValidateSet('', 'Compact', 'Distributed')]
    [string] $Topology = ''
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
foreach ($part in 'Steps', 'Prerequisites', 'Hashes', 'Agent', 'Package', 'Images', 'Trx', 'Test', 'Torture', 'Try', 'Clean') {
    . "$PSScriptRoot/build/$part.ps1"
}
$root = $PSScriptRoot
$cache = Get-CacheFolder
$code = 0
[Environment]::CurrentDirectory = $root
$null = $ExecutionContext.SessionState.Path.SetLocation($root)

if (-not (Test-Prerequisites)) { exit (Invoke-ThroughBuildSh $Task -All:$All -Only $Only -Seed $Seed -Topology $Topology -Percent $Percent) }
try {
    switch ($Task) {
        'Build' { Build-Package }
        'Images' { Build-Images }
        'Test' { $code = Invoke-Tests $Only }
        'Quickstart' { Invoke-Quickstart }
        'Bench' { Invoke-Benchmarks $Only }
        'Torture' { $code = Invoke-Torture $Only $Seed $Topology $Percent }
        'Shell' { $code = Open-Shell }
        'Clean' { Clear-Outputs -All:$All }
    }
}
catch [BuildFailure] {
    [Console]::Error.WriteLine("build.ps1 ${Task}: $($_.Exception.Message)")
    exit 1
}
catch {
    # A mistake in the build itself: where it is helps whoever mends it.
    [Console]::Error.WriteLine("build.ps1 ${Task}: $($_.Exception.Message)`n$($_.ScriptStackTrace)")
    exit 1
}
exit ([int] $code)
