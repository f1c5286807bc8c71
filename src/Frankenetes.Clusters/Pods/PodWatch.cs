using System.Runtime.CompilerServices;
using System.Text.Json;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>
/// Follows pods: first those that are there, then each change. Connections that end are opened again where they ended; where the server no longer knows that place (410), the
/// pods are listed anew, and only what has changed since is told.
/// </summary>
internal sealed class PodWatch(ApiServerClient client, PodQuery query, TimeProvider time)
{
    private const int SecondsPerCall = 300;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Pods by UID: the resource version at which each was told, and how it looked.</summary>
    private readonly Dictionary<string, (string Version, JsonElement Pod)> _known = [];
    private string? _version;
    private long? _failingSince;
    private TimeSpan _delay = FirstDelay;

    /// <summary>The changes, without an end. A change of kind <see cref="PodChangeKind.Listed"/> follows when all that was there has been told.</summary>
    /// <exception cref="ApiServerRefusal">The query is wrong, or not allowed.</exception>
    /// <exception cref="FrankenetesException">ApiServerUnreachable for a minute on end.</exception>
    public async IAsyncEnumerable<PodChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var changes = ChangesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(changes, cancellationToken).ConfigureAwait(false) is { } change)
                yield return change;
        }
    }

    // Null means that this call is over and another one may be tried.
    private async Task<PodChange?> NextAsync(IAsyncEnumerator<PodChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            if (!await changes.MoveNextAsync().ConfigureAwait(false))
                return null;
            (_failingSince, _delay) = (null, FirstDelay);
            return changes.Current;
        }
        catch (ApiServerRefusal expired) when (expired.Status == 410 && _version is not null)
        {
            _version = null;
        }
        catch (ApiServerRefusal overloaded) when (overloaded.Status is 410 or 429 or >= 500)
        {
            await PauseAsync(overloaded.ToFailure(ErrorCatalog.ApiServerRefused, client.Address("/").ToString()), cancellationToken).ConfigureAwait(false);
        }
        catch (FrankenetesException unreachable) when (unreachable.ErrorId == nameof(ErrorCatalog.ApiServerUnreachable))
        {
            await PauseAsync(unreachable, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cut) when (cut is JsonException || ApiServerClient.IsUnreachable(cut, cancellationToken))
        {
            await PauseAsync(client.Unreachable(cut), cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task PauseAsync(FrankenetesException failure, CancellationToken cancellationToken)
    {
        _failingSince ??= time.GetTimestamp();
        if (time.GetElapsedTime(_failingSince.Value) > Patience)
            throw failure;
        await Task.Delay(_delay, time, cancellationToken).ConfigureAwait(false);
        _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
    }

    private async IAsyncEnumerable<PodChange> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_version is null)
        {
            await foreach (var change in ListAsync(cancellationToken).ConfigureAwait(false))
                yield return change;
        }

        var path = query.Path($"watch=true&allowWatchBookmarks=true&timeoutSeconds={SecondsPerCall}&resourceVersion={Uri.EscapeDataString(_version!)}");
        var stream = await client.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await foreach (var line in LineReader.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
        {
            if (line.Length > 0 && Read(line) is { } change)
                yield return change;
        }
    }

    private async IAsyncEnumerable<PodChange> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var gone = _known.Keys.ToHashSet();
        string? version = null;
        await foreach (var page in PodList.ReadAsync(client, query, cancellationToken).ConfigureAwait(false))
        {
            using var list = page;
            version = page.RootElement.Member("metadata").Text("resourceVersion");
            foreach (var pod in page.RootElement.Items("items"))
            {
                gone.Remove(Uid(pod));
                if (Remember(pod) is { } change)
                    yield return change;
            }
        }

        foreach (var uid in gone)
        {
            if (_known.Remove(uid, out var last))
                yield return new PodChange(PodChangeKind.Deleted, last.Pod);
        }

        _version = version;
        yield return new PodChange(PodChangeKind.Listed, default);
    }

    private PodChange? Read(byte[] line)
    {
        using var json = JsonDocument.Parse(line);
        var (kind, pod) = (json.RootElement.Text("type"), json.RootElement.Member("object"));
        if (kind == "ERROR")
            throw ApiServerRefusal.Read(500, pod);
        _version = pod.Member("metadata").Text("resourceVersion") ?? _version;
        if (kind == "BOOKMARK")
            return null;
        if (kind == "DELETED")
        {
            _known.Remove(Uid(pod));
            return new PodChange(PodChangeKind.Deleted, pod.Clone());
        }

        return Remember(pod);
    }

    // Null where the pod was told as it is already.
    private PodChange? Remember(JsonElement pod)
    {
        var (uid, version) = (Uid(pod), pod.Member("metadata").Text("resourceVersion") ?? "");
        if (_known.TryGetValue(uid, out var last) && last.Version == version)
            return null;
        var kept = pod.Clone();
        _known[uid] = (version, kept);
        return new PodChange(PodChangeKind.Changed, kept);
    }

    private static string Uid(JsonElement pod) => pod.Member("metadata").Text("uid") ?? "";
}
