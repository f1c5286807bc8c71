# Calls of Azure's own protocol, as anybody makes them: by curl, in the name of a local Azure's owner. What is secret goes by standard input.
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'Kubectl.psm1'))

function Read-Json([string] $Text) { [Text.Json.JsonDocument]::Parse($Text).RootElement }

# What a local Azure tells its owner of itself.
function Read-Description($Azure) { Read-Json ([IO.File]::ReadAllText([IO.Path]::Combine($Azure.StatePath, 'local-azure.json'))) }

function Invoke-Curl($Azure, [string[]] $Line) {
    $answer = @("cacert = ""$($Azure.CaCertificatePath)""") + $Line -join "`n" | & curl --silent --show-error --fail-with-body --config -
    if ($LASTEXITCODE -ne 0) { throw "curl ended with ${LASTEXITCODE}: $answer" }
    $answer -join "`n"
}

# One call of Resource Manager, or of the local Azure's own addresses; the answer's text.
function Invoke-Arm($Azure, [string] $Method, [string] $Path, [string] $Body) {
    $about = Read-Description $Azure
    $text = { param($name) $about.GetProperty($name).GetString() }
    $form = "grant_type=client_credentials&client_id=$(& $text clientId)&client_secret=$([uri]::EscapeDataString((& $text clientSecret)))&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
    $answer = Invoke-Curl $Azure "url = ""$(& $text authority)$(& $text tenantId)/oauth2/v2.0/token""", "data = ""$form"""
    $lines = @(
        "url = ""$((& $text resourceManagerEndpoint).TrimEnd('/'))$($Path.Replace('{subscription}', (& $text subscriptionId)))"""
        "request = ""$Method"""
        "header = ""Authorization: Bearer $((Read-Json $answer).GetProperty('access_token').GetString())"""
    )
    if ($Body) { $lines += 'header = "Content-Type: application/json"', "data = ""$($Body.Replace('\', '\\').Replace('"', '\"'))""" }
    Invoke-Curl $Azure $lines
}

# The ids of all resource groups and resources in the subscription.
function Get-AzureResource($Azure) {
    foreach ($list in 'resourcegroups', 'resources') {
        (Read-Json (Invoke-Arm $Azure GET "/subscriptions/{subscription}/${list}?api-version=2021-04-01")).GetProperty('value').EnumerateArray() | ForEach-Object { $_.GetProperty('id').GetString() }
    }
}

# A container group, as ARM answers it.
function Get-Group($Azure, [string] $ResourceGroup, [string] $Name) {
    Invoke-Arm $Azure GET "/subscriptions/{subscription}/resourceGroups/$ResourceGroup/providers/Microsoft.ContainerInstance/containerGroups/${Name}?api-version=2023-05-01"
}

# What goes wrong in a local Azure from now on: rules in JSON, as docs/contracts.md has them; none: nothing.
function Set-AzureFault($Azure, [string] $Rule) { $null = Invoke-Arm $Azure PUT /local-azure/faults "{""rules"":[$Rule]}" }

# The key of a storage account.
function Get-StorageKey($Azure, [string] $Account) {
    $id = Get-AzureResource $Azure | Where-Object { $_.EndsWith("/storageAccounts/$Account") }
    (Read-Json (Invoke-Arm $Azure POST "$id/listKeys?api-version=2023-05-01")).GetProperty('keys')[0].GetProperty('value').GetString()
}

# One call of a storage account's own protocol, signed with its key; the answer's text. What has a body is a block blob.
function Invoke-Storage($Azure, [string] $Service, [string] $Account, [string] $Method, [string] $Path, [string] $Body) {
    $date = [DateTime]::UtcNow.ToString('R', [Globalization.CultureInfo]::InvariantCulture)
    $type, $length = if ($Body) { "x-ms-blob-type:BlockBlob`n", [Text.Encoding]::UTF8.GetByteCount($Body) } else { '', '' }
    $text = "$Method`n`n`n$length`n`n`n`n`n`n`n`n`n${type}x-ms-date:$date`nx-ms-version:2021-06-08`n/$Account/$Account/$($Path.Replace('?', "`n").Replace('=', ':'))"
    $hash = [Security.Cryptography.HMACSHA256]::new([Convert]::FromBase64String((Get-StorageKey $Azure $Account)))
    $signature = [Convert]::ToBase64String($hash.ComputeHash([Text.Encoding]::UTF8.GetBytes($text)))
    $root = (Read-Description $Azure).GetProperty('storageEndpoints').GetProperty($Service).GetString()
    $lines = "url = ""$root$Account/$Path""", "request = ""$Method""", 'header = "Content-Type:"', "header = ""x-ms-date: $date""", 'header = "x-ms-version: 2021-06-08"', "header = ""Authorization: SharedKey ${Account}:$signature"""
    $lines += if ($Body) { 'header = "x-ms-blob-type: BlockBlob"', "data = ""$($Body.Replace('\', '\\').Replace('"', '\"'))""" } elseif ($Method -eq 'PUT') { 'header = "Content-Length: 0"' }
    Invoke-Curl $Azure $lines
}

# Makes a share in the cluster's data account, and the Secret `account` by which pods mount it; answers the account's name.
function Add-Share($Azure, [string] $Name) {
    $account = (Get-AzureResource $Azure | Where-Object { $_ -match '/storageAccounts/fk\w*dat$' }).Split('/')[-1]
    $null = Invoke-Storage $Azure file $account PUT "${Name}?restype=share"
    Add-Object "apiVersion: v1`nkind: Secret`nmetadata: {name: account}`nstringData: {azurestorageaccountname: $account, azurestorageaccountkey: '$(Get-StorageKey $Azure $account)'}"
    $account
}

Export-ModuleMember -Function Read-Json, Invoke-Arm, Get-AzureResource, Get-Group, Set-AzureFault, Invoke-Storage, Add-Share
