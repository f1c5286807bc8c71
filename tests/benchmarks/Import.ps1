<#
.SYNOPSIS
    Import-Module of Frankenetes in a fresh process against an empty binary module.
#>
param([int] $Runs = 9)
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Measure.psm1'))
$root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
$empty = [IO.Path]::Combine($PSScriptRoot, 'EmptyModule', 'bin', 'Release', 'net8.0', 'EmptyModule.psd1')
if (-not [IO.File]::Exists($empty)) {
    $output = & dotnet build ([IO.Path]::Combine($PSScriptRoot, 'EmptyModule')) -c Release -v q -nologo
    if ($LASTEXITCODE -ne 0) { throw "The empty module did not build: $output" }
}
$process = [Environment]::ProcessPath
$arguments = @(if ([IO.Path]::GetFileNameWithoutExtension($process) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] }) + '-NoProfile', '-Command'

# The fresh process times the import itself, so that its own start is no part of it.
function Measure-Import([string] $module) {
    $script = "`$c=[Diagnostics.Stopwatch]::StartNew(); Import-Module '$module'; [Console]::Out.Write(`$c.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"
    $answer = & $process @arguments $script
    if ($LASTEXITCODE -ne 0) { throw "The import of $module failed: $answer" }
    [TimeSpan]::FromMilliseconds([double]::Parse("$answer", [cultureinfo]::InvariantCulture))
}
Measure-Pair 'Import-Module, fresh process (empty binary module)' { Measure-Import "$root/Frankenetes.psd1" } { Measure-Import $empty } $Runs '<= 0.100 s more'
