using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A storage account. Source: Microsoft.Storage 2022-09-01, StorageAccount.</summary>
public sealed class StorageAccountData
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="location">Region, such as eastus.</param>
    public StorageAccountData(string location) => Location = location;

    /// <summary>Resource id; read only.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>3 to 24 lower-case letters and digits, unique in the world; read only.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>Region, such as eastus.</summary>
    [JsonPropertyName("location")]
    public string Location { get; set; }

    /// <summary>At most 50; empty: none.</summary>
    [JsonPropertyName("tags")]
    public IDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    /// <summary>Such as StorageV2.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "StorageV2";

    /// <summary>Replication.</summary>
    [JsonPropertyName("sku")]
    public StorageSku Sku { get; set; } = new();

    /// <summary>Settings, and what the service tells of the account.</summary>
    [JsonPropertyName("properties")]
    public StorageAccountProperties Properties { get; set; } = new();

    /// <summary>Replication of an account.</summary>
    public sealed class StorageSku
    {
        /// <summary>Such as Standard_LRS.</summary>
        [JsonPropertyName("name")]
        public string Name { get; set; } = "Standard_LRS";
    }

    /// <summary>The wire's <c>properties</c> member.</summary>
    public sealed class StorageAccountProperties
    {
        /// <summary>Succeeded once the account can be used; read only.</summary>
        [JsonPropertyName("provisioningState")]
        public string? ProvisioningState { get; set; }

        /// <summary>Where each service answers; read only.</summary>
        [JsonPropertyName("primaryEndpoints")]
        public StorageEndpoints? PrimaryEndpoints { get; set; }

        /// <summary>False refuses plain HTTP.</summary>
        [JsonPropertyName("supportsHttpsTrafficOnly")]
        public bool SupportsHttpsTrafficOnly { get; set; } = true;

        /// <summary>TLS1_2 is the least we accept.</summary>
        [JsonPropertyName("minimumTlsVersion")]
        public string MinimumTlsVersion { get; set; } = "TLS1_2";

        /// <summary>False: no container can be made readable by everybody.</summary>
        [JsonPropertyName("allowBlobPublicAccess")]
        public bool AllowBlobPublicAccess { get; set; }
    }

    /// <summary>Addresses of an account's services, each ending in a slash.</summary>
    public sealed class StorageEndpoints
    {
        /// <summary>Blob service.</summary>
        [JsonPropertyName("blob")]
        public Uri? Blob { get; set; }

        /// <summary>File service.</summary>
        [JsonPropertyName("file")]
        public Uri? File { get; set; }
    }
}
