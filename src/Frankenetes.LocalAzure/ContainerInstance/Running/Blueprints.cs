using System.Globalization;
using Docker.DotNet.Models;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Hosting;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Says in the engine's words what a group's containers are.</summary>
internal sealed class Blueprints(GroupRecord group, Services services)
{
    private const double BytesPerGB = 1024d * 1024 * 1024;
    private const double NanoPerCpu = 1e9;

    /// <summary>The container that owns the network namespace: the group's address, its DNS name, and the name of LocalAzure.</summary>
    public CreateContainerParameters Pause(string address) => new()
    {
        Name = NameOf("pause_"),
        Image = WellKnownImages.Pause,
        Labels = Labels(),
        Hostname = group.Name,
        StopTimeout = TimeSpan.Zero,
        HostConfig = new HostConfig
        {
            NetworkMode = services.Network.Name,
            ExtraHosts = [$"{Authorities.GroupHost}:{services.Network.Gateway}"],
            DNS = group.Properties.DnsConfig?.NameServers ?? [],
            DNSSearch = Words(group.Properties.DnsConfig?.SearchDomains),
            DNSOptions = Words(group.Properties.DnsConfig?.Options),
        },
        NetworkingConfig = new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings>
            {
                [services.Network.Name] = new()
                {
                    Aliases = group.Fqdn is null ? [] : [group.Fqdn],
                    IPAMConfig = new EndpointIPAMConfig { IPv4Address = address },
                },
            },
        },
    };

    public CreateContainerParameters Container(Container container, string pauseId, IReadOnlyDictionary<string, string> folders)
    {
        var properties = container.Properties!;
        var parameters = new CreateContainerParameters
        {
            Name = NameOf(container.Name!),
            Image = ImageReference.Parse(properties.Image!).ToString(),
            Labels = Labels(),
            Env = [.. (properties.EnvironmentVariables ?? []).Select(v => $"{v.Name}={v.SecureValue ?? v.Value}")],
            User = UserOf(properties.SecurityContext) ?? "",
            // Deleting and stopping do not wait: ACI documents no grace.
            StopTimeout = TimeSpan.Zero,
            HostConfig = new HostConfig
            {
                NetworkMode = $"container:{pauseId}",
                NanoCPUs = (long)(Math.Min(Limit(properties, a => a.Cpu), Environment.ProcessorCount) * NanoPerCpu),
                Memory = (long)(Limit(properties, a => a.MemoryInGB) * BytesPerGB),
                Mounts = [.. (properties.VolumeMounts ?? []).Select(m => MountOf(m, folders))],
                CapAdd = properties.SecurityContext?.Capabilities?.Add ?? [],
                CapDrop = properties.SecurityContext?.Capabilities?.Drop ?? [],
                SecurityOpt = [.. SecurityOptions(container)],
            },
        };
        if (properties.Command is { Count: > 0 } command)
            parameters.Entrypoint = command;
        return parameters;
    }

    /// <summary>Unlike any other group's: group and container names hold no '.', and what a resource group's name may hold beyond the engine's letters is escaped.</summary>
    private string NameOf(string container)
    {
        var resourceGroup = group.ResourceGroup.ToLowerInvariant().Replace("_", "__", StringComparison.Ordinal)
            .Replace("(", "_l", StringComparison.Ordinal).Replace(")", "_r", StringComparison.Ordinal);
        return $"fk-{services.Instance.ShortId}-{resourceGroup}.{group.Name}.{container}";
    }

    private Dictionary<string, string> Labels() => new()
    {
        [Containers.InstanceLabel] = services.Instance.Id.ToString(),
        [Containers.GroupLabel] = services.Ids.ContainerGroup(group.ResourceGroup, group.Name),
    };

    /// <summary>A container without a limit of its own may use what the whole group has requested.</summary>
    private double Limit(ContainerProperties properties, Func<ResourceAmounts, double?> amount) =>
        (properties.Resources?.Limits is { } limits ? amount(limits) : null) ?? group.Properties.Containers!.Sum(c => amount(c.Properties!.Resources!.Requests!) ?? 0);

    private Mount MountOf(VolumeMount mount, IReadOnlyDictionary<string, string> folders)
    {
        var volume = group.Properties.Volumes!.First(v => v.Name == mount.Name);
        return new Mount
        {
            Type = "bind",
            Source = folders[mount.Name!],
            Target = mount.MountPath,
            ReadOnly = mount.ReadOnly == true || volume.AzureFile?.ReadOnly == true || volume.Secret is not null,
        };
    }

    private IEnumerable<string> SecurityOptions(Container container)
    {
        if (container.Properties!.SecurityContext is not { } context)
            yield break;
        if (context.AllowPrivilegeEscalation == false)
            yield return "no-new-privileges";
        if (context.SeccompProfile is { Length: > 0 } profile)
            yield return $"seccomp={services.Volumes.WritePrivate(group, $"seccomp-{container.Name}.json", Convert.FromBase64String(profile))}";
    }

    private static string? UserOf(SecurityContext? context) => (context?.RunAsUser, context?.RunAsGroup) switch
    {
        ({ } user, { } primary) => string.Create(CultureInfo.InvariantCulture, $"{user}:{primary}"),
        ({ } user, null) => user.ToString(CultureInfo.InvariantCulture),
        (null, { } primary) => string.Create(CultureInfo.InvariantCulture, $"0:{primary}"),
        _ => null,
    };

    private static string[] Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
