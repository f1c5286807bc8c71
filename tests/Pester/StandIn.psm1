# A small stand-in for Pester 5 and 6, for a PowerShell where neither can be had: what this repository's *.Tests.ps1 files use, meaning the same.
# It keeps to the language, .NET and the core cmdlets. StandIn.Tests.ps1 runs on it and on real Pester and holds the two together.

Set-StrictMode -Version 3
foreach ($part in 'Discovery', 'Scopes', 'Execution', 'Report', 'Operators', 'Should') { . "$PSScriptRoot/$part.ps1" }

Export-ModuleMember -Function @(
    'Describe', 'Context', 'It', 'BeforeDiscovery', 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach', 'Set-ItResult', 'Should', 'Invoke-StandIn'
)
