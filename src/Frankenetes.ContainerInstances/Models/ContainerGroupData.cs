using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A container group: containers that share a host, a network and a life. Source: Microsoft.ContainerInstance 2023-05-01, ContainerGroup.</summary>
public sealed class ContainerGroupData
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="location">Region, such as eastus.</param>
    /// <param name="containers">1 to 60.</param>
    /// <param name="oSType">Linux or Windows.</param>
    public ContainerGroupData(string location, IList<ContainerInstanceContainer> containers, ContainerInstanceOperatingSystemType oSType)
    {
        Location = location;
        Containers = containers;
        OSType = oSType;
    }

    [JsonConstructor]
    internal ContainerGroupData()
    {
    }

    /// <summary>Resource id; read only.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>Read only.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>Microsoft.ContainerInstance/containerGroups; read only.</summary>
    [JsonPropertyName("type")]
    public string? ResourceType { get; set; }

    /// <summary>Region, such as eastus.</summary>
    [JsonPropertyName("location")]
    public string? Location { get; set; }

    /// <summary>At most 50; empty: none.</summary>
    [JsonPropertyName("tags")]
    public IDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();

    /// <summary>Null: any.</summary>
    [JsonPropertyName("zones")]
    public IList<string>? Zones { get; set; }

    /// <summary>Null: none.</summary>
    [JsonPropertyName("identity")]
    public ManagedServiceIdentity? Identity { get; set; }

    /// <summary>Pending, Creating, Repairing, Unhealthy, Succeeded or Failed; read only.</summary>
    [JsonIgnore]
    public string? ProvisioningState { get => Properties.ProvisioningState; set => Properties.ProvisioningState = value; }

    /// <summary>1 to 60.</summary>
    [JsonIgnore]
    public IList<ContainerInstanceContainer> Containers { get => Properties.Containers; set => Properties.Containers = value; }

    /// <summary>Run first, one after another.</summary>
    [JsonIgnore]
    public IList<InitContainerDefinitionContent>? InitContainers { get => Properties.InitContainers; set => Properties.InitContainers = value; }

    /// <summary>Null: public images only.</summary>
    [JsonIgnore]
    public IList<ContainerGroupImageRegistryCredential>? ImageRegistryCredentials { get => Properties.ImageRegistryCredentials; set => Properties.ImageRegistryCredentials = value; }

    /// <summary>Null means Always.</summary>
    [JsonIgnore]
    public ContainerGroupRestartPolicy? RestartPolicy { get => Properties.RestartPolicy; set => Properties.RestartPolicy = value; }

    /// <summary>Null: not reachable from outside.</summary>
    [JsonIgnore]
    public ContainerGroupIPAddress? IPAddress { get => Properties.IPAddress; set => Properties.IPAddress = value; }

    /// <summary>Linux or Windows.</summary>
    [JsonIgnore]
    public ContainerInstanceOperatingSystemType OSType { get => Properties.OSType; set => Properties.OSType = value; }

    /// <summary>At most 20.</summary>
    [JsonIgnore]
    public IList<ContainerVolume>? Volumes { get => Properties.Volumes; set => Properties.Volumes = value; }

    /// <summary>Read only; null in lists.</summary>
    [JsonIgnore]
    public ContainerGroupInstanceView? InstanceView { get => Properties.InstanceView; set => Properties.InstanceView = value; }

    /// <summary>Null: no private network.</summary>
    [JsonIgnore]
    public IList<ContainerGroupSubnetId>? SubnetIds { get => Properties.SubnetIds; set => Properties.SubnetIds = value; }

    /// <summary>Only in a subnet.</summary>
    [JsonIgnore]
    public ContainerGroupDnsConfiguration? DnsConfig { get => Properties.DnsConfig; set => Properties.DnsConfig = value; }

    /// <summary>Null means Standard.</summary>
    [JsonIgnore]
    public ContainerGroupSku? Sku { get => Properties.Sku; set => Properties.Sku = value; }

    /// <summary>Null means Regular.</summary>
    [JsonIgnore]
    public ContainerGroupPriority? Priority { get => Properties.Priority; set => Properties.Priority = value; }

    /// <summary>Null: logs go nowhere else.</summary>
    [JsonIgnore]
    public ContainerGroupLogAnalytics? DiagnosticsLogAnalytics
    {
        get => Properties.Diagnostics?.LogAnalytics;
        set => Properties.Diagnostics = value is null ? null : new GroupDiagnostics { LogAnalytics = value };
    }

    /// <summary>Base64 of a policy; only with the Confidential sku.</summary>
    [JsonIgnore]
    public string? ConfidentialComputeCcePolicy
    {
        get => Properties.ConfidentialCompute?.CcePolicy;
        set => Properties.ConfidentialCompute = value is null ? null : new GroupConfidentialCompute { CcePolicy = value };
    }

    [JsonInclude]
    [JsonPropertyName("properties")]
    internal GroupBody Properties { get; set; } = new();

    /// <summary>The wire's <c>properties</c> member.</summary>
    internal sealed class GroupBody
    {
        [JsonPropertyName("provisioningState")]
        public string? ProvisioningState { get; set; }

        [JsonPropertyName("containers")]
        public IList<ContainerInstanceContainer> Containers { get; set; } = [];

        [JsonPropertyName("initContainers")]
        public IList<InitContainerDefinitionContent>? InitContainers { get; set; }

        [JsonPropertyName("imageRegistryCredentials")]
        public IList<ContainerGroupImageRegistryCredential>? ImageRegistryCredentials { get; set; }

        [JsonPropertyName("restartPolicy")]
        public ContainerGroupRestartPolicy? RestartPolicy { get; set; }

        [JsonPropertyName("ipAddress")]
        public ContainerGroupIPAddress? IPAddress { get; set; }

        [JsonPropertyName("osType")]
        public ContainerInstanceOperatingSystemType OSType { get; set; }

        [JsonPropertyName("volumes")]
        public IList<ContainerVolume>? Volumes { get; set; }

        [JsonPropertyName("instanceView")]
        public ContainerGroupInstanceView? InstanceView { get; set; }

        [JsonPropertyName("subnetIds")]
        public IList<ContainerGroupSubnetId>? SubnetIds { get; set; }

        [JsonPropertyName("dnsConfig")]
        public ContainerGroupDnsConfiguration? DnsConfig { get; set; }

        [JsonPropertyName("sku")]
        public ContainerGroupSku? Sku { get; set; }

        [JsonPropertyName("priority")]
        public ContainerGroupPriority? Priority { get; set; }

        [JsonPropertyName("diagnostics")]
        public GroupDiagnostics? Diagnostics { get; set; }

        [JsonPropertyName("confidentialComputeProperties")]
        public GroupConfidentialCompute? ConfidentialCompute { get; set; }
    }

    internal sealed class GroupDiagnostics
    {
        [JsonPropertyName("logAnalytics")]
        public ContainerGroupLogAnalytics? LogAnalytics { get; set; }
    }

    internal sealed class GroupConfidentialCompute
    {
        [JsonPropertyName("ccePolicy")]
        public string? CcePolicy { get; set; }
    }
}
