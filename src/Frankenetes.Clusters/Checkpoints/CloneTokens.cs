using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>
/// A clone's service accounts: the original's tokens are signed with a key that the clone does not know, and pods that mount them could not sign in. The Secrets stay, for pods name them;
/// what is in them goes, and the clone's controller manager fills in its own. Source: k8s.io/kubernetes/pkg/controller/serviceaccount/tokens_controller.go, generateTokenIfNeeded.
/// </summary>
internal sealed class CloneTokens(ClusterHandle cluster)
{
    private const string List = "/api/v1/secrets?fieldSelector=type%3Dkubernetes.io%2Fservice-account-token";
    private const string Emptied = """{"data":{"token":null,"ca.crt":null}}""";

    /// <summary>Whether this start of the cluster is the first after it was made of another one.</summary>
    public static bool AreNeeded(ClusterRecord record) => record.Restore is { } restore && restore.ClusterId != record.Id;

    /// <summary>Has every token made anew, then lets the node work. May be repeated.</summary>
    public async Task RenewAsync(ClusterRecord record, ClusterKeys keys, CancellationToken cancellationToken)
    {
        using var client = new ApiServerClient(record, keys, cluster.Options.Time);
        foreach (var (path, _) in await ReadAsync(client, cancellationToken).ConfigureAwait(false))
            await EmptyAsync(client, path, cancellationToken).ConfigureAwait(false);
        await WaitAsync(client, cancellationToken).ConfigureAwait(false);
        await cluster.Channel.AskAsync(record.Epoch, ControlRequest.Run, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<(string Path, bool HasToken)>> ReadAsync(ApiServerClient client, CancellationToken cancellationToken)
    {
        using var list = await client.GetAsync(List, cancellationToken).ConfigureAwait(false);
        return [.. list.RootElement.GetProperty("items").EnumerateArray().Select(Read)];
    }

    private static (string Path, bool HasToken) Read(JsonElement secret)
    {
        var metadata = secret.GetProperty("metadata");
        var path = $"/api/v1/namespaces/{metadata.GetProperty("namespace").GetString()}/secrets/{metadata.GetProperty("name").GetString()}";
        return (path, secret.TryGetProperty("data", out var data) && data.TryGetProperty("token", out _));
    }

    private static async Task EmptyAsync(ApiServerClient client, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, client.Address(path))
        {
            Content = new StringContent(Emptied, Encoding.UTF8, new MediaTypeHeaderValue("application/merge-patch+json")),
        };
        try
        {
            using var answer = await client.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal gone) when (gone.Status == 404)
        {
            // Its service account is no more, and the controller manager was first.
        }
    }

    private async Task WaitAsync(ApiServerClient client, CancellationToken cancellationToken)
    {
        var limit = cluster.Connection.Environment.StartTimeout;
        var began = cluster.Options.Time.GetTimestamp();
        while ((await ReadAsync(client, cancellationToken).ConfigureAwait(false)).Find(secret => !secret.HasToken) is { Path: { } waiting })
        {
            if (cluster.Options.Time.GetElapsedTime(began) > limit)
                throw new FrankenetesException(ErrorCatalog.ControlPlaneTimeout, $"The controller manager made no token for '{waiting}' within {limit.TotalMinutes:0} minutes.", cluster.Names.Cluster);
            await Task.Delay(cluster.Connection.Environment.PollInterval, cluster.Options.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
