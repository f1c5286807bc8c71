using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Kubeconfigs;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Pods;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>Answers what users ask about clusters; changes nothing.</summary>
internal sealed class ClusterReader(AzureConnection connection, ClusterOptions options)
{
    private readonly ClusterFinder _finder = new(connection, options);

    /// <summary>The clusters whose names are wanted, in order of name.</summary>
    public async Task<IReadOnlyList<FrankenetesCluster>> ListAsync(Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        var found = await _finder.ListAsync(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(found.Where(cluster => isWanted(cluster.Names.Cluster))
            .Select(cluster => ReadAsync(cluster.Names, cluster.Location, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>What users see of a record.</summary>
    public FrankenetesCluster Describe(ClusterRecord record) => Describe(record, keeper: null);

    private FrankenetesCluster Describe(ClusterRecord record, AgentAcknowledgement? keeper) => new()
    {
        Name = record.Name,
        Id = record.Id,
        State = record.State,
        Location = record.Location,
        KubernetesVersion = record.KubernetesVersion,
        Fqdn = record.Fqdn,
        IPAddress = record.IPAddress,
        ApiServer = record.IPAddress is null ? null : Server(record),
        Topology = record.Topology,
        CreatedAt = record.CreatedAt,
        SuspendedAt = record.SuspendedAt,
        ResourceGroup = record.Name,
        PodResourceGroup = ClusterNames.PodResourceGroupOf(record.Name),
        Epoch = record.Epoch,
        Operation = record.Operation?.Kind,
        LastResume = record.LastResume,
        ProtectedRevision = keeper?.Epoch == record.Epoch ? keeper.Protection?.Revision : null,
        UnprotectedSince = ProtectionReader.UnprotectedSince(keeper, record.Epoch, options.Time.GetUtcNow()),
    };

    /// <summary>The pods of a running cluster; the caller disposes what it gets.</summary>
    /// <param name="name">The cluster; null means the only one there is.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task<PodClient> PodsAsync(string? name, CancellationToken cancellationToken)
    {
        var (record, keys) = await RunningAsync(name ?? await OnlyOneAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return new PodClient(record.Name, new ApiServerClient(record, keys, options.Time), options.Time);
    }

    /// <summary>The names of all clusters, in order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        [.. (await _finder.ListAsync(cancellationToken).ConfigureAwait(false)).Select(cluster => cluster.Names.Cluster)];

    /// <summary>The nodes of a running cluster, by name.</summary>
    public async Task<IReadOnlyList<FrankenetesNode>> NodesAsync(string name, CancellationToken cancellationToken)
    {
        var (record, keys) = await RunningAsync(name, cancellationToken).ConfigureAwait(false);
        using var client = new ApiServerClient(record, keys, options.Time);
        using var list = await client.GetAsync("/api/v1/nodes", cancellationToken).ConfigureAwait(false);
        var now = options.Time.GetUtcNow();
        return [.. list.RootElement.Items("items").Select(node => NodeReader.Read(node, record.Name, now)).OrderBy(node => node.Name, StringComparer.Ordinal)];
    }

    /// <summary>The text of a kubeconfig with a client certificate of its own; a secret.</summary>
    /// <param name="name">The cluster.</param>
    /// <param name="user">Whom the certificate names, who may do what roles grant; null: the administrator.</param>
    /// <param name="groups">The user's groups.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<string> KubeconfigAsync(string name, string? user, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        var (record, keys) = await RunningAsync(name, cancellationToken).ConfigureAwait(false);
        var leaves = new Leaves(keys, options.Time);
        var client = user is null ? leaves.Administrator() : leaves.User(user, groups);
        return Kubeconfig.ForUser(KubeconfigNames.Of(record.Name, user), Server(record), ServerName(record), keys.Cluster.Certificate, client);
    }

    private async Task<FrankenetesCluster> ReadAsync(ClusterNames names, string location, CancellationToken cancellationToken)
    {
        var cluster = await _finder.OpenAsync(names, cancellationToken).ConfigureAwait(false);
        if (cluster is not null && await cluster.Store.ReadAsync(cancellationToken).ConfigureAwait(false) is { } found)
        {
            var runs = found.Record.State == ClusterState.Running;
            return Describe(found.Record, runs ? await cluster.Channel.ReadAsync(ControlChannel.Keeper, cancellationToken).ConfigureAwait(false) : null);
        }

        return new FrankenetesCluster
        {
            Name = names.Cluster,
            Id = names.Id,
            State = ClusterState.Unknown,
            Location = location,
            ResourceGroup = names.ResourceGroup,
            PodResourceGroup = names.PodResourceGroup,
        };
    }

    private async Task<string> OnlyOneAsync(CancellationToken cancellationToken)
    {
        var names = await NamesAsync(cancellationToken).ConfigureAwait(false);
        return names.Count == 1
            ? names[0]
            : throw new FrankenetesException(ErrorCatalog.ClusterNotNamed, names.Count == 0 ? "No cluster is named, and there is none." : $"No cluster is named, and there are {names.Count}: {string.Join(", ", names)}.");
    }

    private async Task<(ClusterRecord Record, ClusterKeys Keys)> RunningAsync(string name, CancellationToken cancellationToken)
    {
        var cluster = await _finder.OpenAsync(name, cancellationToken).ConfigureAwait(false);
        var reading = cluster.Store.ReadKeysAsync(cancellationToken);
        var record = (await cluster.Store.ReadAsync(cancellationToken).ConfigureAwait(false))?.Record;
        if (record?.IPAddress is null)
            throw new FrankenetesException(ErrorCatalog.ClusterNotRunning, $"Cluster '{cluster.Names.Cluster}' is {record?.State ?? ClusterState.Unknown}: it has no API server.", cluster.Names.Cluster);
        return (record, await reading.ConfigureAwait(false));
    }

    private Uri Server(ClusterRecord record) =>
        new($"https://{(connection.Environment.IsLocal ? record.IPAddress : record.Fqdn)}:{ApiServer.Port}");

    private string? ServerName(ClusterRecord record) => connection.Environment.IsLocal ? record.Fqdn : null;
}
