<#
.SYNOPSIS
    500 pods on one node, which is the agent's executable as it is shipped, with a real API server: through the in-memory provider, and on ARM's side of a local Azure that runs no containers and keeps Azure's limits.
#>
param([int] $Pods = 500)
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Measure.psm1'))
$project = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'Frankenetes.VirtualKubelet.Tests', 'Frankenetes.VirtualKubelet.Tests.csproj'))
Write-Load
$env:FRANKENETES_BENCH = "$Pods"
try { $said = & dotnet test $project --configuration Release --filter 'FullyQualifiedName~AgentScaleTests' --logger 'console;verbosity=detailed' 2>&1 }
finally { $env:FRANKENETES_BENCH = $null }
$failed = $LASTEXITCODE
$figures = Read-Figure $said
if ($failed -or -not $figures.Count) { throw "The node did not get its pods to run, or asked for too much:`n$($said -join "`n")" }
Write-Figure "$Pods pods in memory, bound until all Ready" $figures['memory.podsPerSecond'] 'pods/s' ''
Write-Figure '  processor time of the agent' $figures['memory.cpuSeconds'] 's' ''
Write-Figure '  memory of the agent, idle' $figures['memory.idleMiB'] 'MiB' '<= 60'
Write-Figure "  memory of the agent, $Pods pods" $figures['memory.residentMiB'] 'MiB' '<= 120'
Write-Figure "$Pods pods on ARM, bound until all Ready" $figures['aci.seconds'] 's' ''
Write-Figure '  reads a pod until all are Ready' ($figures['aci.readsUntilRunning'] / $Pods) 'reads' ''
Write-Figure '  most calls for one pod until all are Ready' $figures['aci.peakCallsUntilRunning'] 'calls' ''
Write-Figure '  reads of the sweep (ARM grants 1500 a minute)' $figures['aci.sweepReadsPerMinute'] 'reads/minute' '<= 500'
Write-Figure '  processor time of the agent, sweeping' $figures['aci.sweepCpuSecondsPerMinute'] 's/minute' ''
Write-Figure '  memory of the agent, idle' $figures['aci.idleMiB'] 'MiB' '<= 60'
Write-Figure "  memory of the agent, $Pods pods" $figures['aci.residentMiB'] 'MiB' '<= 120'
Write-Figure "  $Pods pods deleted until all are gone" $figures['gone.seconds'] 's' ''
Write-Figure '  most calls for one pod in its life' $figures['gone.peakCalls'] 'calls' ''
Write-Figure '  calls that ARM refused' $figures['gone.refused'] 'calls' '0'
