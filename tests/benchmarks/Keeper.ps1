<#
.SYNOPSIS
    The keeper against bare etcd: a write through the gate, and a lost store's restore from storage.
#>
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Measure.psm1'))
$project = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'Torture', 'Frankenetes.Torture.csproj'))
Write-Load
$said = & dotnet run --project $project --configuration Release -- figures 2>&1
if ($LASTEXITCODE -ne 0) { throw "The keeper was not measured:`n$($said -join "`n")" }
$figures = @{}
foreach ($match in [regex]::Matches($said -join "`n", 'FIGURE (\w+)=([0-9.]+)')) { $figures[$match.Groups[1].Value] = [double]::Parse($match.Groups[2].Value, [cultureinfo]::InvariantCulture) }
Write-Row 'A write through the gate, p50 (etcd direct)' $figures['gateP50'] $figures['directP50'] '<= 1.15 x'
Write-Row '  p99' $figures['gateP99'] $figures['directP99'] '<= 1.15 x'
Write-Row "$([int] $figures['restoreMiB']) MiB + 4990 revisions restored (etcdutl alone)" $figures['restore'] $figures['restorePlain'] '<= 30 s'
Write-Load
