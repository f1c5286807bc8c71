using System.Net;
using System.Text.Json;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Queueing;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.KubernetesApi.Watching;

/// <summary>
/// Lists a collection, then watches it for ever: a watch that ends is taken up where it stopped, a version that is too old (410) means to
/// list again, an API server that does not answer is asked again after a back-off.
/// </summary>
/// <param name="server">Whom to ask.</param>
/// <param name="path">The collection with its selectors, for example <c>api/v1/pods?fieldSelector=spec.nodeName%3Da</c>.</param>
/// <param name="handler">Who is told.</param>
/// <param name="time">The clock of the back-off.</param>
/// <param name="logger">One line for each interruption.</param>
public sealed class Reflector<TList, T>(ApiServer server, string path, IResourceHandler<T> handler, TimeProvider time, ILogger logger)
    where TList : IItems<T>, IKubernetesObject<V1ListMeta>
    where T : IMetadata<V1ObjectMeta>
{
    // The server chooses its own when it is asked for none: 30 to 60 minutes. Shorter notices a dead peer sooner.
    private static readonly TimeSpan WatchDuration = TimeSpan.FromMinutes(5);

    // While a control plane comes up, its first answers are refusals: the list is asked for as often as that until it comes, and no longer than a start may take.
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly BackOff _backOff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
    private DateTimeOffset? _startEnds;
    private string? _version;
    private string? _complaint;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (_version is null) await ListAsync(cancellationToken).ConfigureAwait(false);
                await WatchAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ApiServerException expired) when (expired.Status == HttpStatusCode.Gone)
            {
                logger.LogInformation("watch of {Path} is too old, listing again", path);
                _version = null;
            }
            catch (Exception interruption) when (Passes(interruption, cancellationToken))
            {
                // While the API server is away this happens again and again: said once for each reason.
                if (_complaint != interruption.Message) logger.LogWarning("watch of {Path} was interrupted: {Reason}", path, interruption.Message);
                _complaint = interruption.Message;
                // An error answer may mean that this version will never be served again.
                if (interruption is ApiServerException) _version = null;
                await Task.Delay(IsStarting() ? StartInterval : _backOff.Next(), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool IsStarting() => time.GetUtcNow() < (_startEnds ??= time.GetUtcNow() + LongestStart);

    private static bool Passes(Exception interruption, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && interruption is ApiServerException or HttpRequestException or IOException or TimeoutException or JsonException or OperationCanceledException;

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await server.GetAsync<TList>(path, cancellationToken).ConfigureAwait(false);
        handler.Replace([.. list.Items]);
        _version = list.Metadata.ResourceVersion;
        _startEnds = DateTimeOffset.MinValue;
        _complaint = null;
        _backOff.Reset();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var (type, item) in server.WatchAsync<T>(path, _version!, WatchDuration, cancellationToken).ConfigureAwait(false))
        {
            _version = item.Metadata.ResourceVersion;
            _backOff.Reset();
            if (type == WatchEventType.Deleted) handler.Remove(item);
            else if (type != WatchEventType.Bookmark) handler.Apply(item);
        }
    }
}
