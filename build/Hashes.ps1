# What was built from what: a step is left out when a hash of all that goes into it has not changed.

# The files below the folders that go into a build: none that a build makes, and no PowerShell tests, which are run as they lie.
function Get-InputFile([string[]] $Folders) {
    foreach ($folder in $Folders) {
        foreach ($file in [System.IO.Directory]::EnumerateFiles($folder, '*', [System.IO.SearchOption]::AllDirectories)) {
            if ($file -notmatch '[\\/](bin|obj|TestResults)[\\/]' -and $file -notmatch '[\\/]tests[\\/].*\.(ps1|psm1)$') { $file }
        }
    }
}

function Get-BuildRuleFile { foreach ($name in 'Directory.Build.props', 'Directory.Packages.props', '.editorconfig', 'global.json', 'nuget.config') { if ([System.IO.File]::Exists("$root/$name")) { "$root/$name" } } }

# One hash over names and contents, in hex; the SDK's version is part of it.
function Get-InputHash([string[]] $Files) {
    $sorted = [System.Collections.Generic.SortedSet[string]]::new($Files, [System.StringComparer]::Ordinal)
    $hash = [System.Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
    try {
        $hash.AppendData([System.Text.Encoding]::UTF8.GetBytes("$(dotnet --version)"))
        foreach ($file in $sorted) {
            $hash.AppendData([System.Text.Encoding]::UTF8.GetBytes([System.IO.Path]::GetRelativePath($root, $file)))
            $hash.AppendData([System.Security.Cryptography.SHA256]::HashData([System.IO.File]::ReadAllBytes($file)))
        }
        [Convert]::ToHexString($hash.GetHashAndReset()).ToLowerInvariant()
    }
    finally { $hash.Dispose() }
}

# The folder of a project and those of all that it refers to.
function Get-ProjectFolder([string] $Project) {
    $seen = [System.Collections.Generic.HashSet[string]]::new()
    $waiting = [System.Collections.Generic.Queue[string]]::new()
    $waiting.Enqueue([System.IO.Path]::GetFullPath($Project))
    while ($waiting.Count) {
        $next = $waiting.Dequeue()
        if (-not $seen.Add($next)) { continue }
        $folder = [System.IO.Path]::GetDirectoryName($next)
        $folder
        foreach ($reference in ([xml] [System.IO.File]::ReadAllText($next)).SelectNodes('//ProjectReference')) {
            $waiting.Enqueue([System.IO.Path]::GetFullPath([System.IO.Path]::Combine($folder, $reference.Include.Replace('\', '/'))))
        }
    }
}
