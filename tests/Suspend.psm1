# What the tests of suspend and resume need besides kubectl: calls of a local Azure's own protocol.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# One call of Resource Manager, or of the local Azure's own addresses; the answer's text.
function Invoke-Arm {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Azure, [Parameter(Mandatory)] [string] $Method, [Parameter(Mandatory)] [string] $Path, [string] $Body)
    $about = [Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText([IO.Path]::Combine($Azure.StatePath, 'local-azure.json'))).RootElement
    $text = { param($name) $about.GetProperty($name).GetString() }
    $form = "grant_type=client_credentials&client_id=$(& $text clientId)&client_secret=$([uri]::EscapeDataString((& $text clientSecret)))&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
    $answer = Invoke-Curl $Azure "url = ""$(& $text authority)$(& $text tenantId)/oauth2/v2.0/token""`ndata = ""$form"""
    $token = [Text.Json.JsonDocument]::Parse($answer).RootElement.GetProperty('access_token').GetString()
    $call = "url = ""$((& $text resourceManagerEndpoint).TrimEnd('/'))$($Path.Replace('{subscription}', (& $text subscriptionId)))""`nrequest = ""$Method""`nheader = ""Authorization: Bearer $token"""
    if ($Body) {
        $file = [IO.Path]::Combine($Azure.StatePath, 'body.json')
        [IO.File]::WriteAllText($file, $Body)
        $call += "`nheader = ""Content-Type: application/json""`ndata = ""@$file"""
    }
    Invoke-Curl $Azure $call
}

function Invoke-Curl($Azure, [string] $Configuration) {
    $answer = "cacert = ""$($Azure.CaCertificatePath)""`n$Configuration" | & curl --silent --show-error --fail-with-body --config -
    if ($LASTEXITCODE -ne 0) { throw "curl ended with ${LASTEXITCODE}: $answer" }
    $answer -join "`n"
}

Export-ModuleMember -Function Invoke-Arm
