# The agent: NativeAOT, static, half a minute of linking. The finished file is kept in the cache under a hash of what it was made from.

function Build-Agent([string] $Destination) {
    $project = "$root/src/Frankenetes.Agent/Frankenetes.Agent.csproj"
    $hash = Get-InputHash (@(Get-InputFile (Get-ProjectFolder $project)) + @(Get-BuildRuleFile))
    $kept = "$cache/agent/$hash/frankenetes-agent"
    if (-not [System.IO.File]::Exists($kept)) {
        Invoke-Step 'Link the agent (NativeAOT)' {
            $made = "$root/out/agent"
            Invoke-Quietly dotnet @('publish', $project, '-c', 'Release', '-o', $made, '--nologo', '-v', 'q')
            $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($kept))
            Copy-Whole "$made/frankenetes-agent" $kept
        }
    }
    $null = [System.IO.Directory]::CreateDirectory($Destination)
    [System.IO.File]::Copy($kept, "$Destination/frankenetes-agent", $true)
    if (-not $IsWindows) { [System.IO.File]::SetUnixFileMode("$Destination/frankenetes-agent", [System.IO.UnixFileMode] 493) } # 0755
}
