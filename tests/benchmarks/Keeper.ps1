<#
.SYNOPSIS
    The keeper against bare etcd: a write through the gate, a lost store's restore from storage, and what memory is left in use by it.
#>
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Measure.psm1'))
$project = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'Torture', 'Frankenetes.Torture.csproj'))
Write-Load
$said = & dotnet run --project $project --configuration Release -- figures 2>&1
if ($LASTEXITCODE -ne 0) { throw "The keeper was not measured:`n$($said -join "`n")" }
$figures = Read-Figure $said
Write-Row 'A write through the gate, p50 (etcd direct)' $figures['keeper.gateP50'] $figures['keeper.directP50'] '<= 1.15 x'
Write-Row '  p99' $figures['keeper.gateP99'] $figures['keeper.directP99'] '<= 1.15 x'
Write-Row "$([int] $figures['keeper.restoreMiB']) MiB + 4990 revisions restored (etcdutl alone)" $figures['keeper.restore'] $figures['keeper.restorePlain'] '<= 30 s'
Write-Figure '  memory of the keeper then, and after a snapshot of it' $figures['keeper.memory'] 'MiB' '<= 64'
Write-Load
