# What the tests of pods' features need besides kubectl: a look at a container group as Azure tells it, and a share.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# curl with the local Azure's own certificate; what is secret goes by standard input.
function Invoke-Curl([string] $StatePath, [string] $Configuration) {
    $output = $Configuration | & curl --silent --show-error --fail-with-body --cacert ([IO.Path]::Combine($StatePath, 'ca.pem')) --config -
    if ($LASTEXITCODE -ne 0) { throw "curl ended with ${LASTEXITCODE}: $output" }
    $output -join "`n"
}

function Read-Description([string] $StatePath) {
    $document = [System.Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText([IO.Path]::Combine($StatePath, 'local-azure.json')))
    $found = @{}
    foreach ($name in 'resourceManagerEndpoint', 'subscriptionId', 'clientId', 'clientSecret') { $found[$name] = $document.RootElement.GetProperty($name).GetString() }
    $found.file = $document.RootElement.GetProperty('storageEndpoints').GetProperty('file').GetString()
    $document.Dispose()
    $found
}

# A pod's container group, as ARM answers it.
function Get-Group([string] $StatePath, [string] $Name) {
    $azure = Read-Description $StatePath
    $answer = Invoke-Curl $StatePath "url = `"$($azure.resourceManagerEndpoint)adfs/oauth2/token`"`ndata = `"grant_type=client_credentials&client_id=$($azure.clientId)&client_secret=$([Uri]::EscapeDataString($azure.clientSecret))&scope=https%3A%2F%2Fmanagement.azure.com%2F.default`""
    $token = [regex]::Match($answer, '"access_token": *"([^"]+)"').Groups[1].Value
    Invoke-Curl $StatePath "url = `"$($azure.resourceManagerEndpoint)subscriptions/$($azure.subscriptionId)/resourceGroups/features-pods/providers/Microsoft.ContainerInstance/containerGroups/${Name}?api-version=2023-05-01`"`nheader = `"Authorization: Bearer $token`""
}

# Makes a share in the cluster's data account; answers the account's name and key.
function New-Share([string] $StatePath, [string] $Name) {
    $azure = Read-Description $StatePath
    $account = [IO.Directory]::GetDirectories([IO.Path]::Combine($StatePath, 'storage'), 'fk*dat')[0]
    $key = [regex]::Match([regex]::Unescape([IO.File]::ReadAllText([IO.Path]::Combine($account, 'account.json'))), '[A-Za-z0-9+/]{86}==').Value
    $account = [IO.Path]::GetFileName($account)
    $date = [DateTime]::UtcNow.ToString('R', [Globalization.CultureInfo]::InvariantCulture)
    $text = "PUT`n`n`n`n`n`n`n`n`n`n`n`nx-ms-date:$date`nx-ms-version:2021-06-08`n/$account/$account/$Name`nrestype:share"
    $hash = [Security.Cryptography.HMACSHA256]::new([Convert]::FromBase64String($key))
    $signature = [Convert]::ToBase64String($hash.ComputeHash([Text.Encoding]::UTF8.GetBytes($text)))
    $null = Invoke-Curl $StatePath (@(
            "url = `"$($azure.file)$account/${Name}?restype=share`"", 'request = "PUT"', 'header = "Content-Length: 0"', 'header = "Content-Type:"'
            "header = `"x-ms-date: $date`"", 'header = "x-ms-version: 2021-06-08"', "header = `"Authorization: SharedKey ${account}:$signature`"") -join "`n")
    @{ Account = $account; Key = $key }
}

Export-ModuleMember -Function Get-Group, New-Share
