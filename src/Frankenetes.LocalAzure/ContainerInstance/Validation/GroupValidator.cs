using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Validation;

/// <summary>Refuses what ACI refuses, before anything is made. Throws an <see cref="ArmException"/> at the first fault.</summary>
internal static class GroupValidator
{
    private const int MaxContainers = 60;
    private const int MaxVolumes = 20;
    private const int MaxPublicPorts = 5;

    public static void Check(string group, GroupProperties properties)
    {
        if (!Names.IsResource(group))
            throw ArmErrors.InvalidGroup("InvalidContainerGroupName", $"The container group name '{group}' is invalid: 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or a digit.");
        CheckOsType(properties);
        OneOf("InvalidRestartPolicy", "restart policy", properties.RestartPolicy, "Always", "OnFailure", "Never");
        OneOf("InvalidSku", "sku", properties.Sku, "Standard", "Dedicated", "Confidential");
        OneOf("InvalidPriority", "priority", properties.Priority, "Regular", "Spot");
        CheckContainers(group, properties);
        VolumeValidator.Check(group, properties.Volumes ?? []);
        if ((properties.Volumes?.Count ?? 0) > MaxVolumes)
            throw ArmErrors.InvalidGroup("TooManyVolumes", $"The container group '{group}' has {properties.Volumes!.Count} volumes; {MaxVolumes} is the most.");
        CheckIpAddress(group, properties);
        foreach (var credential in properties.ImageRegistryCredentials ?? [])
        {
            if (string.IsNullOrWhiteSpace(credential.Server))
                throw ArmErrors.InvalidGroup("InvalidImageRegistryCredential", $"An image registry credential in container group '{group}' names no server.");
        }
    }

    /// <summary>What an update of an existing group may not change.</summary>
    public static void CheckUpdate(string group, GroupProperties old, GroupProperties changed)
    {
        if (!Same(old.OsType, changed.OsType))
            throw ArmErrors.InvalidUpdate(group, "os type");
        if (!Same(old.RestartPolicy ?? "Always", changed.RestartPolicy ?? "Always"))
            throw ArmErrors.InvalidUpdate(group, "restart policy");
        foreach (var container in changed.Containers!)
        {
            var before = old.Containers!.FirstOrDefault(c => c.Name == container.Name);
            if (before is not null && before.Properties!.Resources!.Requests != container.Properties!.Resources!.Requests)
                throw ArmErrors.InvalidUpdate(group, "cpu, memory or gpu");
        }
    }

    private static void CheckOsType(GroupProperties properties)
    {
        if (string.IsNullOrEmpty(properties.OsType))
            throw ArmErrors.InvalidGroup("InvalidOsType", "The os type is required: Linux or Windows.");
        if (Same(properties.OsType, "Windows"))
            throw ArmErrors.InvalidGroup("UnsupportedOsType", "Windows container groups cannot run here: the local engine runs Linux containers.");
        OneOf("InvalidOsType", "os type", properties.OsType, "Linux");
    }

    private static void CheckContainers(string group, GroupProperties properties)
    {
        var (containers, inits) = (properties.Containers ?? [], properties.InitContainers ?? []);
        if (containers.Count == 0)
            throw ArmErrors.InvalidGroup("ContainersNotSpecified", $"The container group '{group}' has no containers; at least one is required.");
        if (containers.Count + inits.Count > MaxContainers)
            throw ArmErrors.InvalidGroup("TooManyContainers", $"The container group '{group}' has {containers.Count + inits.Count} containers; {MaxContainers} is the most.");
        var volumes = (properties.Volumes ?? []).Select(v => v.Name).ToHashSet();
        foreach (var container in containers)
            ContainerValidator.Check(group, container, volumes, isInit: false);
        foreach (var init in inits)
            ContainerValidator.Check(group, init, volumes, isInit: true);
        if (containers.Concat(inits).GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw ArmErrors.InvalidGroup("DuplicateContainerNames", $"The container name '{twice.Key}' is used more than once in container group '{group}'.");
        if (containers.SelectMany(c => c.Properties!.Ports ?? []).GroupBy(p => (p.Number, (p.Protocol ?? "TCP").ToUpperInvariant())).FirstOrDefault(g => g.Count() > 1) is { } port)
            throw ArmErrors.InvalidGroup("DuplicateContainerPorts", $"The port {port.Key.Number} is exposed by more than one container of container group '{group}'.");
        ContainerValidator.CheckLimits(group, containers);
    }

    private static void CheckIpAddress(string group, GroupProperties properties)
    {
        if (properties.IpAddress is not { } address)
            return;
        if (string.IsNullOrEmpty(address.Type))
            throw ArmErrors.InvalidGroup("InvalidIPAddressType", $"The IP address of container group '{group}' needs a type: Public or Private.");
        OneOf("InvalidIPAddressType", "IP address type", address.Type, "Public", "Private");
        if (address.Ports is not { Count: > 0 } ports)
            throw ArmErrors.InvalidGroup("MissingIpAddressPorts", $"The ports in the IP address of container group '{group}' cannot be empty.");
        if (ports.Count > MaxPublicPorts)
            throw ArmErrors.InvalidGroup("TooManyIpAddressPorts", $"The container group '{group}' opens {ports.Count} ports; {MaxPublicPorts} is the most.");
        var exposed = properties.Containers!.SelectMany(c => c.Properties!.Ports ?? []).Select(p => p.Number).ToHashSet();
        if (ports.FirstOrDefault(p => !exposed.Contains(p.Number)) is { } closed)
            throw ArmErrors.InvalidGroup("IpAddressPortNotExposed", $"The port {closed.Number} in the IP address of container group '{group}' is exposed by none of its containers.");
        OneOf("InvalidDnsNameLabelScope", "DNS name label scope", address.AutoGeneratedDomainNameLabelScope, "Unsecure", "TenantReuse", "SubscriptionReuse", "ResourceGroupReuse", "Noreuse");
        if (address.DnsNameLabel is { } label && !Names.IsDnsLabel(label))
            throw ArmErrors.InvalidGroup("InvalidDnsNameLabel", $"The DNS name label '{label}' in container group '{group}' is invalid: 5 to 63 lower-case letters, digits and hyphens; the first a letter, the last a letter or a digit.");
        if (address.DnsNameLabel is not null && !Same(address.Type, "Public"))
            throw ArmErrors.InvalidGroup("DnsNameLabelNotSupported", $"A DNS name label needs a public IP address; container group '{group}' has a private one.");
    }

    private static void OneOf(string code, string what, string? value, params string[] allowed)
    {
        if (value is not null && !allowed.Any(a => Same(a, value)))
            throw ArmErrors.InvalidGroup(code, $"The {what} '{value}' is invalid. Allowed values: {string.Join(", ", allowed)}.");
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
