using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Ledger.Entries;

/// <summary>A line of the ledger (docs/contracts.md, section 4). Holds no secret: names, sizes and times.</summary>
internal sealed record LedgerEntry
{
    private const string NodeTag = "frankenetes-node";

    /// <summary>When the writer saw it or was about to do it, by the storage service's clock where the writer's own is wrong.</summary>
    public required DateTimeOffset At { get; init; }

    public required LedgerEvent What { get; init; }

    public required string ResourceGroup { get; init; }

    /// <summary>The container group; null in a look.</summary>
    public string? Group { get; init; }

    /// <summary>The tag <c>frankenetes-role</c>; null where the group was not seen.</summary>
    public string? Role { get; init; }

    /// <summary>The node that a pod's group or a further node's belongs to; of a look the node whose groups were looked for; null: none, or all.</summary>
    public string? Node { get; init; }

    public string? PodUid { get; init; }

    public string? PodNamespace { get; init; }

    public string? PodName { get; init; }

    public GroupSize? Size { get; init; }

    /// <summary>When it happened, by Azure's own word; null where that tells nothing.</summary>
    public DateTimeOffset? Told { get; init; }

    /// <summary>Of a look: the names that were there.</summary>
    public IReadOnlyList<string>? Present { get; init; }

    /// <summary>What is known of a group goes into each entry by which it may be found again.</summary>
    public LedgerEntry About(ContainerGroupData group) => this with
    {
        Role = Tag(group, "frankenetes-role"),
        Node = Tag(group, NodeTag),
        PodUid = Tag(group, "frankenetes-pod-uid"),
        PodNamespace = Tag(group, "frankenetes-pod-namespace"),
        PodName = Tag(group, "frankenetes-pod-name"),
        Size = GroupSize.Of(group),
    };

    /// <summary>The node that a group is of; null: none.</summary>
    public static string? NodeOf(ContainerGroupData group) => Tag(group, NodeTag);

    private static string? Tag(ContainerGroupData group, string name) => group.Tags.TryGetValue(name, out var value) ? value : null;
}
