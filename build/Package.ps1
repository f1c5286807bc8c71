# Compiles everything and lays out the package folder (docs/contracts.md, section 1) at the repository's root.

function Build-Package {
    $hash = Get-InputHash (@(Get-InputFile "$root/src", "$root/tests") + @(Get-BuildRuleFile) + @("$root/Frankenetes.sln", "$root/build/MakeHelp.ps1"))
    if (Test-BuildStamp $hash) { Write-Line '==> Build: nothing has changed since the last one'; return }
    $null = [System.IO.Directory]::CreateDirectory("$root/out")
    [System.IO.File]::Delete("$root/out/build.stamp")
    Invoke-Step 'Compile' { Invoke-Quietly dotnet @('build', "$root/Frankenetes.sln", '-c', 'Release', '--nologo', '-v', 'q') }
    Invoke-Step 'Package' {
        $staging = "$root/out/package"
        if ([System.IO.Directory]::Exists($staging)) { [System.IO.Directory]::Delete($staging, $true) }
        Publish-Project 'Frankenetes.Module' @("-p:PackageBin=$staging/")
        Publish-Project 'Frankenetes.LocalAzure' @('-o', "$staging/local-azure")
        if ($IsLinux) { Build-Agent "$staging/agent/linux-x64" } else { Write-Line '    The agent is built on Linux alone; this package is without it.' }
        Write-Help $staging
        Sync-Folder $staging "$root/bin"
    }
    Write-BuildStamp $hash
}

# What the solution's build has compiled already is up to date and only gathered.
function Publish-Project([string] $Name, [string[]] $Arguments) {
    Invoke-Quietly dotnet (@('publish', "$root/src/$Name/$Name.csproj", '-c', 'Release', '--no-restore', '--nologo', '-v', 'q', '-p:CopyOutputSymbolsToPublishDirectory=false') + $Arguments)
}

# PowerShell looks for a binary cmdlet's help beside its assembly.
function Write-Help([string] $Staging) {
    $documentation = foreach ($name in 'Frankenetes.Module/bin/Release/net8.0/Frankenetes.xml', 'Frankenetes.Contracts/bin/Release/net8.0/Frankenetes.Contracts.xml') { "$root/src/$name" }
    $code = Invoke-Script "$root/build/MakeHelp.ps1" @('-Package', $Staging, '-Documentation', ($documentation -join ';'), '-Path', "$Staging/isolated/en-US/Frankenetes.dll-Help.xml")
    if ($code -ne 0) { throw [BuildFailure]::new('The help could not be written; what was said is above.') }
}

# Makes the destination hold what the source holds. What is the same already is not touched: a process may have it open.
function Sync-Folder([string] $Source, [string] $Destination) {
    $wanted = [System.Collections.Generic.HashSet[string]]::new()
    foreach ($file in [System.IO.Directory]::EnumerateFiles($Source, '*', 'AllDirectories')) {
        $relative = [System.IO.Path]::GetRelativePath($Source, $file)
        $null = $wanted.Add($relative)
        $target = [System.IO.Path]::Combine($Destination, $relative)
        if (-not (Test-SameFile $file $target)) { Copy-Whole $file $target }
    }
    foreach ($file in @([System.IO.Directory]::EnumerateFiles($Destination, '*', 'AllDirectories'))) {
        if (-not $wanted.Contains([System.IO.Path]::GetRelativePath($Destination, $file))) { [System.IO.File]::Delete($file) }
    }
}

function Test-SameFile([string] $A, [string] $B) {
    if (-not [System.IO.File]::Exists($B) -or ([System.IO.FileInfo] $A).Length -ne ([System.IO.FileInfo] $B).Length) { return $false }
    [System.Linq.Enumerable]::SequenceEqual([System.IO.File]::ReadAllBytes($A), [System.IO.File]::ReadAllBytes($B))
}

# The file appears under its name whole, and by a rename: who runs the old one keeps it.
function Copy-Whole([string] $Source, [string] $Destination) {
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Destination))
    $partial = "$Destination.$([Environment]::ProcessId).partial"
    [System.IO.File]::Copy($Source, $partial, $true)
    [System.IO.File]::Move($partial, $Destination, $true)
}

# The stamp names every file that the build left, so that one which was deleted since is missed.
function Write-BuildStamp([string] $Hash) {
    $made = @([System.IO.Directory]::EnumerateFiles("$root/bin", '*', 'AllDirectories')) + @(Get-TestAssembly)
    $lines = @($Hash) + @($made | ForEach-Object { [System.IO.Path]::GetRelativePath($root, $_) })
    [System.IO.File]::WriteAllLines("$root/out/build.stamp", [string[]] $lines)
}

function Test-BuildStamp([string] $Hash) {
    if (-not [System.IO.File]::Exists("$root/out/build.stamp")) { return $false }
    $known, $made = [System.IO.File]::ReadAllLines("$root/out/build.stamp")
    if ($known -ne $Hash) { return $false }
    foreach ($file in $made) { if (-not [System.IO.File]::Exists("$root/$file")) { return $false } }
    $true
}

# Where each test project is compiled to, whether it was or not.
function Get-TestAssembly {
    foreach ($project in [System.IO.Directory]::EnumerateFiles("$root/tests", '*.Tests.csproj', 'AllDirectories')) {
        $name = [System.IO.Path]::GetFileNameWithoutExtension($project)
        "$([System.IO.Path]::GetDirectoryName($project))/bin/Release/net10.0/$name.dll"
    }
}
