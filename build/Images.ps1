# The component images: images/make.sh knows how; here they are only asked for and, by Clean, given back.

function Build-Images {
    Invoke-Step 'Images' { Invoke-Openly bash @("$root/images/make.sh") }
}

# The references that the last run of make.sh wrote down; none when there was none.
function Get-ImageReference {
    $summary = "$cache/images.json"
    if (-not [System.IO.File]::Exists($summary)) { return }
    $document = [System.Text.Json.JsonDocument]::Parse([System.IO.File]::ReadAllText($summary))
    try { foreach ($image in $document.RootElement.GetProperty('images').EnumerateObject()) { $image.Value.GetString() } }
    finally { $document.Dispose() }
}

function Remove-Image {
    if ([System.IO.File]::Exists("$cache/containers.conf")) { $env:CONTAINERS_CONF = "$cache/containers.conf" }
    foreach ($reference in Get-ImageReference) {
        $null = podman image exists $reference 2>&1
        if ($LASTEXITCODE -eq 0) { Invoke-Quietly podman @('image', 'rm', $reference) }
    }
}
