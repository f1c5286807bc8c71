using Frankenetes.LocalAzure.ContainerInstance.Model;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Everything known of a container group, as it outlives the process. Holds secrets: it is written to private files and shown through <see cref="GroupView"/> alone.</summary>
internal sealed record GroupRecord
{
    public required string ResourceGroup { get; init; }

    public required string Name { get; init; }

    public required string Location { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    public List<string>? Zones { get; init; }

    public Identity? Identity { get; init; }

    /// <summary>As the last PUT gave them.</summary>
    public required GroupProperties Properties { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Pending, Creating, Repairing, Succeeded, Failed.</summary>
    public string ProvisioningState { get; init; } = "Pending";

    public DesiredState Desired { get; init; } = DesiredState.Running;

    /// <summary>The operation that ends when the group is up; null when nobody waits.</summary>
    public string? Operation { get; init; }

    /// <summary>The address of the group's network namespace; null while it has none.</summary>
    public string? Address { get; init; }

    /// <summary>The DNS label's full name; null without a label.</summary>
    public string? Fqdn { get; init; }

    /// <summary>The container that owns the network namespace; null while there is none.</summary>
    public string? PauseId { get; init; }

    /// <summary>Whether every init container has ended well.</summary>
    public bool Initialized { get; init; }

    public List<InstanceEvent> Events { get; init; } = [];

    /// <summary>By container name, init containers included.</summary>
    public Dictionary<string, ContainerStatus> Statuses { get; init; } = [];

    /// <summary>What the group is called in the state folder; unlike any other group's.</summary>
    public string Key => KeyOf(ResourceGroup, Name);

    public static string KeyOf(string resourceGroup, string name) => $"{resourceGroup}~{name}".ToLowerInvariant();

    public ContainerStatus StatusOf(string container) => Statuses.GetValueOrDefault(container) ?? new ContainerStatus();

    public GroupRecord With(string container, ContainerStatus status) => this with { Statuses = new(Statuses) { [container] = status } };
}
