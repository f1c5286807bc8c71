using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>
/// Restore-FrankenetesCluster -NewName: a cluster of its own that begins with another one's state. It is made as one that sleeps and has a checkpoint to wake from; the original is read and never changed.
/// </summary>
internal sealed class CloneCluster(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "Clone";
    private const string FinalName = "final";
    private readonly ClusterFinder _finder = new(connection, options);

    /// <summary>Makes the clone and waits until it serves; one that was broken off goes on.</summary>
    public async Task<ClusterRecord> RunAsync(CloneRequest request, Action<string> warn, CancellationToken cancellationToken)
    {
        var source = await _finder.OpenAsync(request.Source, cancellationToken).ConfigureAwait(false);
        if (!await IsPreparedAsync(request, source.Names.Id, cancellationToken).ConfigureAwait(false))
            await PrepareAsync(request, source, cancellationToken).ConfigureAwait(false);
        return await new ResumeCluster(connection, options, progress).RunAsync(request.NewName, force: false, warn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether an earlier run got as far as a cluster that can be woken.</summary>
    /// <exception cref="FrankenetesException">ClusterExists: something else is called so.</exception>
    private async Task<bool> IsPreparedAsync(CloneRequest request, Guid source, CancellationToken cancellationToken)
    {
        var there = await _finder.FindAsync(request.NewName, cancellationToken).ConfigureAwait(false) is { } names ? await _finder.OpenAsync(names, cancellationToken).ConfigureAwait(false) : null;
        if (there is null || (await there.Store.ReadAsync(cancellationToken).ConfigureAwait(false))?.Record is not { } record)
            return false;
        if (record.CloneOf is not { } origin || origin.ClusterId != source || origin.Checkpoint != request.Checkpoint
            || (record.State != ClusterState.Restoring && !CloneTokens.AreNeeded(record)))
            throw new FrankenetesException(ErrorCatalog.ClusterExists, $"Cluster '{record.Name}' exists and is {record.State}.", record.Name);
        return record.State != ClusterState.Restoring;
    }

    private async Task PrepareAsync(CloneRequest request, ClusterHandle source, CancellationToken cancellationToken)
    {
        var original = (await source.Store.ReadAsync(cancellationToken).ConfigureAwait(false))?.Record
            ?? throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, $"Cluster '{request.Source}' has no record.", request.Source);
        var manifest = await ManifestAsync(request, source, original, cancellationToken).ConfigureAwait(false);
        var operation = new Operation(Kind, request.NewName, progress);
        var storage = await new ClusterStorage(connection, options, operation).ClaimAsync(request.NewName, request.Location ?? original.Location, cancellationToken).ConfigureAwait(false);
        var clone = await RecordAsync(storage, FirstRecord(storage, request, original), cancellationToken).ConfigureAwait(false);
        await LockedOperation.RunAsync(
            clone,
            operation,
            async (held, stop) =>
            {
                await held.BeginAsync(Kind, ClusterState.Restoring, options, stop).ConfigureAwait(false);
                await operation.RunAsync(Steps(request, source, clone, storage, manifest), held.FinishStepAsync, stop).ConfigureAwait(false);
                await held.EndAsync(
                    record => record with { State = ClusterState.Suspended, SuspendedAt = manifest.At, Restore = new RestoreRecord(manifest.Name, manifest.ClusterId) }, stop).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ClusterHandle> RecordAsync(ClusterStorage storage, ClusterRecord first, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.MakeRecordAsync(first, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await storage.WithdrawIfOvertakenAsync().ConfigureAwait(false);
        }
    }

    private static Task<CheckpointManifest> ManifestAsync(CloneRequest request, ClusterHandle source, ClusterRecord original, CancellationToken cancellationToken) =>
        request.Checkpoint is { } name
            ? source.Checkpoints.ReadAsync(request.Source, name, cancellationToken)
            : FinalSnapshot.ReadAsync(source, original, new CheckpointOrder(FinalName, $"The final snapshot of '{original.Name}'.", original.KubernetesVersion), cancellationToken);

    private List<Step> Steps(CloneRequest request, ClusterHandle source, ClusterHandle clone, ClusterStorage storage, CheckpointManifest manifest) =>
    [
        new("storage", "Making storage", stop => Task.WhenAll(storage.MakePodGroupAsync(stop), KeysAsync(source, clone, stop))),
        new("snapshot", "Copying the snapshot", stop => source.Checkpoints.CopyToAsync(clone.Checkpoints, manifest, stop)),
        new("volumes", request.SkipVolumes ? "Making empty shares" : "Copying shares", async stop =>
        {
            var data = new DataAccount(connection);
            var into = await data.EnsureAsync(clone.Names, storage.Location, stop).ConfigureAwait(false);
            if (await data.FindAsync(source.Names, stop).ConfigureAwait(false) is { } from)
                await new ShareCopies(from, into).RunAsync(request.SkipVolumes, stop).ConfigureAwait(false);
        }),
    ];

    // All keys are new. What encrypts Secrets at rest is kept besides: the store is full of what it wrote.
    private async Task KeysAsync(ClusterHandle source, ClusterHandle clone, CancellationToken cancellationToken)
    {
        var former = await source.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false);
        await clone.Store.EnsureKeysAsync(
            () => KeyMaker.Create(options.Time) with { FormerEncryptionKeys = [.. former.FormerEncryptionKeys ?? [], former.EncryptionKey] }, cancellationToken).ConfigureAwait(false);
    }

    private ClusterRecord FirstRecord(ClusterStorage storage, CloneRequest request, ClusterRecord original) => new()
    {
        Name = request.NewName,
        Id = storage.Names.Id,
        Location = storage.Location,
        Topology = original.Topology,
        KubernetesVersion = original.KubernetesVersion,
        EtcdImage = original.EtcdImage,
        Fqdn = storage.Names.Fqdn(storage.Location, connection.Environment.DnsSuffix),
        State = ClusterState.Restoring,
        Epoch = 1,
        PodDefaults = original.PodDefaults,
        Taints = original.Taints,
        Nodes = original.Nodes,
        CreatedAt = options.Time.GetUtcNow(),
        CloneOf = new CloneRecord(
            original.Name, original.Id, request.Checkpoint,
            [.. original.CloneOf?.FormerDataAccounts ?? [], new ClusterNames(original.Name, original.Id).DataAccount]),
    };
}
