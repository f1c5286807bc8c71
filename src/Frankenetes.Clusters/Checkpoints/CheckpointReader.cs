using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>Answers what users ask about checkpoints, and removes them.</summary>
internal sealed class CheckpointReader(AzureConnection connection, ClusterOptions options)
{
    private readonly ClusterFinder _finder = new(connection, options);

    /// <summary>The clusters whose names are wanted, in order of name, each with its checkpoints, the newest first.</summary>
    public async Task<IReadOnlyList<(string Cluster, IReadOnlyList<FrankenetesCheckpoint> Checkpoints)>> ListAsync(Func<string, bool> isWanted, CancellationToken cancellationToken)
    {
        var clusters = await _finder.ListAsync(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(clusters.Where(cluster => isWanted(cluster.Names.Cluster)).Select(cluster => ListAsync(cluster.Names, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>What users see of a manifest.</summary>
    public FrankenetesCheckpoint Describe(string cluster, CheckpointManifest manifest) => new()
    {
        ClusterName = cluster,
        Name = manifest.Name,
        Description = manifest.Description,
        CreatedAt = manifest.At,
        Age = options.Time.GetUtcNow() - manifest.At,
        Bytes = manifest.Bytes,
        Revision = manifest.Revision,
        Epoch = manifest.Epoch,
        KubernetesVersion = manifest.KubernetesVersion,
        EtcdVersion = manifest.EtcdVersion,
        Sha256 = manifest.Sha256,
        Origin = manifest.Cluster,
    };

    /// <summary>Removes a checkpoint; one that is not there is no failure. A cluster that is being changed is waited for.</summary>
    /// <exception cref="FrankenetesException">CheckpointInUse: a restore that was broken off still needs it.</exception>
    public async Task RemoveAsync(string cluster, string name, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var handle = await _finder.OpenAsync(cluster, cancellationToken).ConfigureAwait(false);
        await LockedOperation.RunAsync(
            handle,
            new Operation("RemoveCheckpoint", cluster, progress),
            async (held, stop) =>
            {
                if (held.Record.Restore?.Checkpoint == name)
                    throw new FrankenetesException(ErrorCatalog.CheckpointInUse, $"Cluster '{cluster}' is being restored from checkpoint '{name}'.", name);
                await handle.Checkpoints.DeleteAsync(name, stop).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string Cluster, IReadOnlyList<FrankenetesCheckpoint> Checkpoints)> ListAsync(ClusterNames names, CancellationToken cancellationToken) =>
        (names.Cluster, await _finder.OpenAsync(names, cancellationToken).ConfigureAwait(false) is { } cluster
            ? [.. (await cluster.Checkpoints.ListAsync(cancellationToken).ConfigureAwait(false)).Select(manifest => Describe(names.Cluster, manifest))]
            : []);
}
