namespace Frankenetes.LocalAzure.StorageProvider;

/// <summary>Which resource group a storage account is in; the account itself is the data plane's.</summary>
internal sealed record StorageAccountRecord(string Name, string ResourceGroup);
