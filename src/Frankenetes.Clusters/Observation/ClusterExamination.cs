using System.Security.Cryptography.X509Certificates;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Failures;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>Looks at every part of a cluster and says what is not as it should be; changes nothing.</summary>
internal sealed class ClusterExamination(AzureConnection connection, ClusterOptions options)
{
    private const string Error = nameof(Error);
    private const string Warning = nameof(Warning);

    public async Task<FrankenetesClusterTest> RunAsync(string name, CancellationToken cancellationToken)
    {
        var cluster = await new ClusterFinder(connection, options).OpenAsync(name, cancellationToken).ConfigureAwait(false);
        var record = (await cluster.Store.ReadAsync(cancellationToken).ConfigureAwait(false))?.Record;
        if (record is null)
            return Verdict(cluster.Names.Cluster, ClusterState.Unknown, [Finding(Error, "record", "It is not there.", $"Nothing but Remove-FrankenetesCluster {cluster.Names.Cluster} works on it any more.")]);
        var looks = new List<Task<IEnumerable<FrankenetesClusterFinding>>> { Task.FromResult(Operation(record)) };
        if (record.State == ClusterState.Running)
        {
            looks.Add(LookAsync("certificates", () => CertificatesAsync(cluster, record, cancellationToken), cancellationToken));
            looks.Add(LookAsync("control plane", () => new ControlPlaneGroups(cluster, record.Topology).FindingsAsync(record.Epoch, cancellationToken), cancellationToken));
            looks.Add(LookAsync("protection", () => ProtectionAsync(cluster, record, cancellationToken), cancellationToken));
            looks.Add(LookAsync("api-server", () => ServerAsync(cluster, record, cancellationToken), cancellationToken));
        }
        else if (record.State == ClusterState.Suspended)
        {
            looks.Add(LookAsync("snapshot", () => SnapshotAsync(cluster, record, cancellationToken), cancellationToken));
        }

        return Verdict(record.Name, record.State, (await Task.WhenAll(looks).ConfigureAwait(false)).SelectMany(findings => findings));
    }

    public static FrankenetesClusterFinding Finding(string severity, string subject, string message, string advice) => new() { Severity = severity, Subject = subject, Message = message, Advice = advice };

    private static FrankenetesClusterTest Verdict(string name, ClusterState state, IEnumerable<FrankenetesClusterFinding> findings)
    {
        IReadOnlyList<FrankenetesClusterFinding> all = [.. findings.OrderBy(finding => finding.Severity == Error ? 0 : 1)];
        return new FrankenetesClusterTest { ClusterName = name, State = state, Healthy = all.All(finding => finding.Severity != Error), Findings = all };
    }

    // What cannot be looked at is a finding; the rest is looked at all the same.
    private static async Task<IEnumerable<FrankenetesClusterFinding>> LookAsync(string subject, Func<Task<IEnumerable<FrankenetesClusterFinding>>> look, CancellationToken cancellationToken)
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (Exception failure) when (!FailureTranslator.IsCancelled(failure, cancellationToken))
        {
            var known = FailureTranslator.Translate(failure);
            return [Finding(Error, subject, known.Message, known.RecommendedAction)];
        }
    }

    private static IEnumerable<FrankenetesClusterFinding> Operation(ClusterRecord record)
    {
        if (record.Operation is { } begun)
            yield return Finding(Warning, "operation", $"{begun.Kind} began at {begun.StartedAt:u} on {begun.Holder.Machine} and has not ended.", $"Where it does not go on any more, run the {begun.Kind} cmdlet again: it takes up what is there.");
        else if (record.State == ClusterState.Failed)
            yield return Finding(Error, "record", "An operation met a failure that running it again does not mend.", $"Read the error of that operation; Remove-FrankenetesCluster {record.Name} takes the cluster away.");
    }

    private async Task<IEnumerable<FrankenetesClusterFinding>> CertificatesAsync(ClusterHandle cluster, ClusterRecord record, CancellationToken cancellationToken)
    {
        var keys = await cluster.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false);
        var ends = new[] { keys.Cluster, keys.Etcd, keys.FrontProxy, keys.KubeletServing, keys.RequestSigning }.Select(End)
            // Every start signs the control plane's own anew, for a year.
            .Append(((record.LastResume?.ResumedAt ?? record.CreatedAt).AddYears(1), "the control plane's own")).MinBy(end => end.Item1);
        var left = ends.Item1 - options.Time.GetUtcNow();
        return left > AuthorityRenewal.Margin ? []
            : [Finding(left > TimeSpan.Zero ? Warning : Error, "certificates", $"{ends.Item2} {(left > TimeSpan.Zero ? "run" : "ran")} out at {ends.Item1:u}.", $"Suspend-FrankenetesCluster {record.Name} and Resume-FrankenetesCluster {record.Name} renew all certificates.")];

        static (DateTimeOffset End, string Name) End(PemPair pair)
        {
            using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
            return (certificate.NotAfter.ToUniversalTime(), $"those that '{certificate.GetNameInfo(X509NameType.SimpleName, false)}' signed");
        }
    }

    private async Task<IEnumerable<FrankenetesClusterFinding>> ProtectionAsync(ClusterHandle cluster, ClusterRecord record, CancellationToken cancellationToken)
    {
        var word = await cluster.Channel.ReadAsync(ControlChannel.Keeper, cancellationToken).ConfigureAwait(false);
        if (word?.Epoch != record.Epoch)
            return [Finding(Error, "protection", "etcd's keeper of this start has not spoken.", "Nobody can say whether changes reach storage: look at the log of the container 'etcd'.")];
        return ProtectionReader.UnprotectedSince(word, record.Epoch, options.Time.GetUtcNow()) is { } since
            ? [Finding(Error, "protection", $"Changes have not reached storage since {since:u}.", "They are lost if the container group is. Mend the way to the storage account; Suspend-FrankenetesCluster refuses until then.")]
            : [];
    }

    private async Task<IEnumerable<FrankenetesClusterFinding>> ServerAsync(ClusterHandle cluster, ClusterRecord record, CancellationToken cancellationToken)
    {
        using var client = new ApiServerClient(record, await cluster.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false), options.Time);
        if (!await client.IsOkAsync("/readyz", cancellationToken).ConfigureAwait(false))
            return [Finding(Error, "api-server", $"It is not ready: {client.LastFailure}.", "A container that was restarted answers after some seconds; the findings about the control plane's groups tell of one that does not come up.")];
        using var nodes = await client.GetAsync("/api/v1/nodes", cancellationToken).ConfigureAwait(false);
        var there = nodes.RootElement.Items("items").Select(node => NodeReader.Read(node, record.Name, options.Time.GetUtcNow())).ToList();
        return
        [
            .. record.NodeNames().Except(there.Select(node => node.Name)).Select(name => Finding(Error, $"node {name}", "It has not registered.", $"Its virtual kubelet does not work: see the log of its container, or Remove-FrankenetesNode {record.Name} {name}.")),
            .. there.Where(node => !node.Ready).Select(node => Finding(Error, $"node {node.Name}", "It is NotReady: its pods are not looked after.", "See the log of its virtual kubelet's container.")),
            .. there.Where(node => node.Status.Contains("SchedulingDisabled", StringComparison.Ordinal)).Select(node => Finding(Warning, $"node {node.Name}", "It is cordoned: it takes no new pods.", $"kubectl uncordon {node.Name}, when it shall.")),
        ];
    }

    private static async Task<IEnumerable<FrankenetesClusterFinding>> SnapshotAsync(ClusterHandle cluster, ClusterRecord record, CancellationToken cancellationToken)
    {
        if (!record.SuspendedClean)
            return [Finding(Warning, "snapshot", "It was suspended without a final snapshot.", $"Resume-FrankenetesCluster {record.Name} brings back its last snapshot and the log of changes behind it, and says what is lost.")];
        if (await cluster.Manifests.ReadAsync(record.Epoch, cancellationToken).ConfigureAwait(false) is not { } final)
            return [Finding(Error, "snapshot", "The final snapshot's manifest is not there.", $"Resume-FrankenetesCluster {record.Name} will refuse, and says what there is; a checkpoint may bring the cluster back (Get-FrankenetesCheckpoint {record.Name}).")];
        await cluster.Manifests.VerifyAsync(final.Manifest, cluster.Names.Id, cancellationToken).ConfigureAwait(false);
        return [];
    }
}
