<#
.SYNOPSIS
    Pods through the in-memory provider on a real API server: how many a second one node takes, and what that costs the process that holds it (the test host included).
#>
param([int] $Pods = 500)
$ErrorActionPreference = 'Stop'
$project = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'Frankenetes.VirtualKubelet.Tests', 'Frankenetes.VirtualKubelet.Tests.csproj'))
$env:FRANKENETES_BENCH = "$Pods"
try { $said = & dotnet test $project --configuration Release --filter 'FullyQualifiedName~ScaleTests' --logger 'console;verbosity=detailed' 2>&1 }
finally { $env:FRANKENETES_BENCH = $null }
$figures = $said | Where-Object { "$_" -match 'FIGURES' }
if (-not $figures) { throw "The node did not get its pods to run:`n$($said -join "`n")" }
"$(@($figures)[0])".Trim().Substring(8)
