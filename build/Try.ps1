# The product at work: the quickstart, the benchmarks, a shell with the module in it.

function Invoke-Quickstart {
    Build-Package
    Build-Images
    Invoke-Example "$root/examples/Quickstart.ps1"
}

function Invoke-Benchmarks([string] $Only) {
    $all = [System.IO.Directory]::GetFiles("$root/tests/benchmarks", '*.ps1')
    $files = $all | Where-Object { [System.IO.Path]::GetFileNameWithoutExtension($_) -like $Only }
    if (-not $files) { throw [BuildFailure]::new("No benchmark is named '$Only'. There are: $(($all | ForEach-Object { [System.IO.Path]::GetFileNameWithoutExtension($_) }) -join ', ').") }
    Build-Package
    Build-Images
    foreach ($file in $files) { Invoke-Example $file }
}

function Invoke-Example([string] $Path) {
    $name = [System.IO.Path]::GetFileNameWithoutExtension($Path)
    if (-not [System.IO.File]::Exists($Path)) { throw [BuildFailure]::new("$Path is missing; this is no whole copy of the repository.") }
    Invoke-Step $name {
        $code = Invoke-Script $Path
        if ($code -ne 0) { throw [BuildFailure]::new("$name ended with exit code $code; what it said is above.") }
    }
}

# Gives the shell's exit code.
function Open-Shell {
    Build-Package
    Build-Images
    $program, $first = Get-PowerShellCommand
    $import = "Import-Module '$("$root/Frankenetes.psd1".Replace("'", "''"))'"
    Start-Attached $program (@($first) + @('-NoExit', '-Command', $import))
}
