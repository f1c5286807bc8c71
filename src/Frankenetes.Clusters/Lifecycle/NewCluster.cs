using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>New-FrankenetesCluster: makes a cluster, or goes on with one whose making was broken off.</summary>
internal sealed class NewCluster(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "New";

    /// <summary>Makes the cluster and waits until its API server is ready and its node Ready.</summary>
    public async Task<ClusterRecord> RunAsync(NewClusterRequest request, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.AgentPath))
            throw new FrankenetesException(ErrorCatalog.AgentMissing, $"The agent is not at '{options.AgentPath}'.", options.AgentPath);
        var operation = new Operation(Kind, request.Name, progress);
        var storage = await new ClusterStorage(connection, options, operation).ClaimAsync(request.Name, Location(request), cancellationToken).ConfigureAwait(false);
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The agent's megabytes travel while the rest is made; the control plane is the first to need them.
        var agent = storage.UploadAgentAsync(abandon.Token);
        var pods = Task.CompletedTask;
        try
        {
            var cluster = await storage.MakeRecordAsync(FirstRecord(storage, request), abandon.Token).ConfigureAwait(false);
            // Its name does not tell the sessions apart that claim one cluster, so only the one whose claim stands makes it.
            pods = storage.MakePodGroupAsync(abandon.Token);
            return await LockedOperation.RunAsync(cluster, operation, (held, stop) => BuildAsync(cluster, operation, held, request, agent, pods, stop), abandon.Token).ConfigureAwait(false);
        }
        finally
        {
            await abandon.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(agent, pods).ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            await storage.WithdrawIfOvertakenAsync().ConfigureAwait(false);
        }
    }

    private async Task<ClusterRecord> BuildAsync(
        ClusterHandle cluster, Operation operation, ClusterLock held, NewClusterRequest request, Task<AgentInShare> agent, Task pods, CancellationToken cancellationToken)
    {
        if (held.Record.Operation is not { Kind: Kind } && held.Record.State != ClusterState.Creating)
            throw new FrankenetesException(ErrorCatalog.ClusterExists, $"Cluster '{held.Record.Name}' exists and is {held.Record.State}.", held.Record.Name);
        await held.BeginAsync(Kind, ClusterState.Creating, options, cancellationToken).ConfigureAwait(false);
        await TakeRequestAsync(cluster, held, request, cancellationToken).ConfigureAwait(false);
        var keys = await cluster.Store.EnsureKeysAsync(() => KeyMaker.Create(options.Time), cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(
            AccessPolicies.GrantAsync(cluster.Account, held.Record.Epoch, options.Time.GetUtcNow(), cancellationToken),
            cluster.Channel.AskAsync(held.Record.Epoch, ControlRequest.Run, cancellationToken)).ConfigureAwait(false);
        var steps = new List<Step> { new("storage", "Making storage and uploading the agent", stop => Task.WhenAll(agent, pods).WaitAsync(stop)) };
        steps.AddRange(new ControlPlaneStart(cluster, held, keys).Steps(agent));
        if (held.Record.PodDefaults is not null)
            steps.Add(new("defaults", "Setting the pods' defaults", stop => new DefaultLimits(options.Time).EnsureAsync(held.Record, keys, stop)));
        await operation.RunAsync(steps, held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
        await held.EndAsync(record => record with { State = ClusterState.Running }, cancellationToken).ConfigureAwait(false);
        return held.Record;
    }

    // Version or topology may be why the earlier run failed: those that are asked for now count. The groups go first, so that a run that is broken off in between finds the change still to be made.
    private static async Task TakeRequestAsync(ClusterHandle cluster, ClusterLock held, NewClusterRequest request, CancellationToken cancellationToken)
    {
        var (version, topology) = (Version(request), request.Topology ?? held.Record.Topology);
        if (held.Record.KubernetesVersion == version && held.Record.Topology == topology)
            return;
        await new ControlPlaneGroups(cluster, held.Record.Topology).DeleteAsync(cancellationToken).ConfigureAwait(false);
        await held.WriteAsync(record => record with { KubernetesVersion = version, Topology = topology }, cancellationToken).ConfigureAwait(false);
    }

    private ClusterRecord FirstRecord(ClusterStorage storage, NewClusterRequest request) => new()
    {
        Name = request.Name,
        Id = storage.Names.Id,
        Location = storage.Location,
        Topology = request.Topology ?? ClusterTopology.Compact,
        KubernetesVersion = Version(request),
        EtcdImage = connection.Environment.EtcdImage,
        Fqdn = storage.Names.Fqdn(storage.Location, connection.Environment.DnsSuffix),
        State = ClusterState.Creating,
        Epoch = 1,
        PodDefaults = request.PodDefaults,
        Taints = request.Taints,
        Nodes = request.Nodes,
        CreatedAt = options.Time.GetUtcNow(),
    };

    private static string Version(NewClusterRequest request) => (request.Version ?? KubernetesVersion.NewestTested).ToString();

    private string Location(NewClusterRequest request) => request.Location ?? connection.Environment.DefaultLocation;
}
