# The agents: NativeAOT, static; linking the large one takes half a minute. A finished file is kept in the cache under a hash of what it was made from.

# The one beside the control plane, and the one in every pod.
function Build-Agent([string] $Destination) {
    Build-StaticProgram 'Frankenetes.Agent' 'frankenetes-agent' $Destination
    Build-StaticProgram 'Frankenetes.PodAgent' 'frankenetes-pod' $Destination
}

function Build-StaticProgram([string] $ProjectName, [string] $Program, [string] $Destination) {
    $project = "$root/src/$ProjectName/$ProjectName.csproj"
    $hash = Get-InputHash (@(Get-InputFile (Get-ProjectFolder $project)) + @(Get-BuildRuleFile))
    $kept = "$cache/agent/$hash/$Program"
    if (-not [System.IO.File]::Exists($kept)) {
        Invoke-Step "Link $Program (NativeAOT)" {
            $made = "$root/out/$Program"
            Invoke-Quietly dotnet @('publish', $project, '-c', 'Release', '-o', $made, '--nologo', '-v', 'q')
            $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($kept))
            Copy-Whole "$made/$Program" $kept
        }
    }
    $null = [System.IO.Directory]::CreateDirectory($Destination)
    [System.IO.File]::Copy($kept, "$Destination/$Program", $true)
    if (-not $IsWindows) { [System.IO.File]::SetUnixFileMode("$Destination/$Program", [System.IO.UnixFileMode] 493) } # 0755
}
