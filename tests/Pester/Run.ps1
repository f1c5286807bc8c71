# Runs one test file, by real Pester where version 5 or later can be imported, else by the stand-in, and writes down how it went.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,

    # Where the counts and the failures go, as PowerShell's XML; nowhere when left out.
    [string] $ResultPath,

    # This version of Pester and no other.
    [version] $PesterVersion,

    # The stand-in even where there is a Pester.
    [switch] $StandIn
)

function Find-Pester {
    $best = $null
    foreach ($module in Get-Module Pester -ListAvailable) {
        if ($PesterVersion ? $module.Version -eq $PesterVersion : $module.Version.Major -ge 5 -and ($null -eq $best -or $module.Version -gt $best.Version)) { $best = $module }
    }
    if ($PesterVersion -and -not $best) { throw "Pester $PesterVersion is not installed." }
    $best
}

function Invoke-RealPester($Module) {
    Import-Module $Module.Path -Global
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Detailed'
    $run = Invoke-Pester -Configuration $configuration
    $failed = @(foreach ($test in @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers)) {
            $name = if ($test.PSObject.Properties['ExpandedPath']) { $test.ExpandedPath } else { '(the file itself)' }
            @{ Name = $name; Message = (@($test.ErrorRecord) | ForEach-Object { "$($_.Exception.Message)`n$($_.ScriptStackTrace)" }) -join "`n" }
        })
    [pscustomobject] @{ Passed = $run.PassedCount; Failed = $failed; NotRun = $run.SkippedCount + $run.NotRunCount + $run.InconclusiveCount }
}

$pester = if (-not $StandIn) { Find-Pester }
if ($pester) { $result = Invoke-RealPester $pester }
else {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Global
    # What needs the modules that only a whole pwsh has is not run without it.
    $exclude = if (Get-Command Select-Object -ErrorAction Ignore) { @() } else { @('RequiresPwsh') }
    $result = Invoke-StandIn -Path $Path -ExcludeTag $exclude
}
[Console]::Out.WriteLine("Tests passed: $($result.Passed), failed: $($result.Failed.Count), not run: $($result.NotRun)")
if ($ResultPath) { [System.IO.File]::WriteAllText($ResultPath, [System.Management.Automation.PSSerializer]::Serialize($result, 4)) }
exit [int] ($result.Failed.Count -gt 0)
