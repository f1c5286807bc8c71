using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>The pods of one running cluster.</summary>
internal sealed class PodClient(string cluster, ApiServerClient client, TimeProvider time) : IDisposable
{
    /// <summary>The cluster's name.</summary>
    public string Cluster => cluster;

    /// <summary>The API server.</summary>
    public ApiServerClient Api => client;

    /// <summary>The pods of a query, each as soon as its page is there.</summary>
    public async IAsyncEnumerable<FrankenetesPod> ListAsync(PodQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = PodList.ReadAsync(client, query, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var owner = pages.ConfigureAwait(false);
        while (await OrRefusedAsync(pages.MoveNextAsync().AsTask(), null).ConfigureAwait(false))
        {
            using var page = pages.Current;
            foreach (var pod in page.RootElement.Items("items"))
                yield return Read(pod);
        }
    }

    /// <summary>One pod.</summary>
    /// <exception cref="FrankenetesException">PodNotFound, also where another pod bears the name of the one that is meant.</exception>
    public async Task<FrankenetesPod> GetAsync(PodKey pod, CancellationToken cancellationToken)
    {
        using var json = await OrRefusedAsync(client.SendAsync(HttpMethod.Get, Path(pod), null, cancellationToken), pod).ConfigureAwait(false);
        var found = Read(json.RootElement);
        return pod.Uid is null || found.Uid == pod.Uid ? found : throw Absent(pod);
    }

    /// <summary>Makes a pod.</summary>
    /// <exception cref="FrankenetesException">PodExists, PodInvalid, NamespaceNotFound.</exception>
    public async Task<FrankenetesPod> CreateAsync(PodKey pod, JsonNode manifest, CancellationToken cancellationToken)
    {
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(pod.Namespace)}/pods";
        using var json = await OrRefusedAsync(client.SendAsync(HttpMethod.Post, path, manifest, cancellationToken), pod).ConfigureAwait(false);
        return Read(json.RootElement);
    }

    /// <summary>Asks for a pod's end; one that is gone already, or that made room for another of its name, is no failure.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="grace">How long its containers may take to end; null leaves that to the pod; zero deletes the object at once.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether there was such a pod.</returns>
    public async Task<bool> DeleteAsync(PodKey pod, TimeSpan? grace, CancellationToken cancellationToken)
    {
        var options = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        if (grace is { } limit)
            options["gracePeriodSeconds"] = (long)Math.Ceiling(limit.TotalSeconds);
        if (pod.Uid is not null)
            options["preconditions"] = new JsonObject { ["uid"] = pod.Uid };
        try
        {
            using var answer = await client.SendAsync(HttpMethod.Delete, Path(pod), options, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ApiServerRefusal absent) when (absent.Status == 404 || (absent.Status == 409 && pod.Uid is not null))
        {
            return false;
        }
        catch (ApiServerRefusal refusal)
        {
            throw PodFailure.Of(refusal, pod.ToString());
        }
    }

    /// <summary>Follows the pods of a query; see <see cref="PodWatch"/>.</summary>
    public PodWatch Watch(PodQuery query) => new(client, query, time);

    /// <summary>What users see of a pod.</summary>
    public FrankenetesPod Read(JsonElement pod, bool deleted = false) => PodReader.Read(pod, cluster, time.GetUtcNow(), deleted);

    /// <summary>The names of the cluster's namespaces.</summary>
    public Task<IReadOnlyList<string>> NamespacesAsync(CancellationToken cancellationToken) => NamesAsync("/api/v1/namespaces", cancellationToken);

    /// <summary>The names of the cluster's nodes.</summary>
    public Task<IReadOnlyList<string>> NodeNamesAsync(CancellationToken cancellationToken) => NamesAsync("/api/v1/nodes", cancellationToken);

    /// <summary>The path of a pod, or of something below it.</summary>
    public static string Path(PodKey pod, string below = "") =>
        $"/api/v1/namespaces/{Uri.EscapeDataString(pod.Namespace)}/pods/{Uri.EscapeDataString(pod.Name)}{below}";

    /// <summary>The failure to tell of a pod that is not there.</summary>
    public FrankenetesException Absent(PodKey pod) =>
        new(ErrorCatalog.PodNotFound, $"There is no pod '{pod.Name}' in namespace '{pod.Namespace}' of cluster '{cluster}'.", pod.ToString());

    public void Dispose() => client.Dispose();

    private async Task<IReadOnlyList<string>> NamesAsync(string path, CancellationToken cancellationToken)
    {
        using var list = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        return [.. list.RootElement.Items("items").Select(item => item.Member("metadata").Text("name") ?? "")];
    }

    private async Task<T> OrRefusedAsync<T>(Task<T> asking, PodKey? pod)
    {
        try
        {
            return await asking.ConfigureAwait(false);
        }
        catch (ApiServerRefusal absent) when (absent.Status == 404 && pod is not null && absent.Kind is null or "pods")
        {
            throw Absent(pod!);
        }
        catch (ApiServerRefusal selector) when (selector.Status == 400 && pod is null)
        {
            throw new FrankenetesException(ErrorCatalog.InvalidValue, PodFailure.Sentence(selector.Message), cluster, selector);
        }
        catch (ApiServerRefusal refusal)
        {
            throw PodFailure.Of(refusal, pod?.ToString() ?? cluster);
        }
    }
}
