using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Frankenetes.KubernetesApi.Connection;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.KubernetesApi.Events;

/// <summary>Writes core/v1 events. The same words about the same object count up one event instead of making many.</summary>
/// <param name="server">Where events go.</param>
/// <param name="component">Who speaks, for example <c>virtual-kubelet</c>.</param>
/// <param name="host">The node's name.</param>
/// <param name="time">The clock of the timestamps.</param>
/// <param name="logger">Told of events that could not be written: an event is never worth failing for.</param>
public sealed class EventRecorder(ApiServer server, string component, string host, TimeProvider time, ILogger logger)
{
    private const int Remembered = 2000;

    private readonly ConcurrentDictionary<(string? Uid, string Reason, string Message), (string Name, int Count)> _written = new();

    /// <summary>Something that should be looked at.</summary>
    public Task WarningAsync(V1ObjectReference about, string reason, string message, CancellationToken cancellationToken) =>
        RecordAsync(about, "Warning", reason, message, cancellationToken);

    /// <summary>Something that went as it should.</summary>
    public Task NormalAsync(V1ObjectReference about, string reason, string message, CancellationToken cancellationToken) =>
        RecordAsync(about, "Normal", reason, message, cancellationToken);

    private async Task RecordAsync(V1ObjectReference about, string type, string reason, string message, CancellationToken cancellationToken)
    {
        var key = (about.Uid, reason, message);
        try
        {
            if (_written.TryGetValue(key, out var earlier) && await CountAsync(about, earlier, cancellationToken).ConfigureAwait(false))
            {
                _written[key] = (earlier.Name, earlier.Count + 1);
                return;
            }
            var created = await server.CreateAsync($"api/v1/namespaces/{about.NamespaceProperty}/events", Compose(about, type, reason, message), cancellationToken).ConfigureAwait(false);
            if (_written.Count >= Remembered) _written.Clear();
            _written[key] = (created.Metadata.Name, 1);
        }
        catch (Exception lost) when (lost is ApiServerException or HttpRequestException or TimeoutException)
        {
            logger.LogWarning("event {Reason} about {Namespace}/{Name} was not written: {Why}", reason, about.NamespaceProperty, about.Name, lost.Message);
        }
    }

    private async Task<bool> CountAsync(V1ObjectReference about, (string Name, int Count) earlier, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["count"] = earlier.Count + 1, ["lastTimestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        try
        {
            await server.MergePatchAsync<Corev1Event>($"api/v1/namespaces/{about.NamespaceProperty}/events/{earlier.Name}", patch, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ApiServerException expired) when (expired.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private Corev1Event Compose(V1ObjectReference about, string type, string reason, string message)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new Corev1Event
        {
            ApiVersion = "v1",
            Kind = "Event",
            // kubectl and the API server's own events name them so: unique, and sorted by when.
            Metadata = new V1ObjectMeta { Name = $"{about.Name}.{now.Ticks:x}{Random.Shared.Next(0x1000):x3}", NamespaceProperty = about.NamespaceProperty },
            InvolvedObject = about,
            Type = type,
            Reason = reason,
            // The API server refuses longer ones.
            Message = message.Length > 1024 ? message[..1021] + "..." : message,
            Source = new V1EventSource { Component = component, Host = host },
            ReportingComponent = component,
            ReportingInstance = host,
            FirstTimestamp = now,
            LastTimestamp = now,
            Count = 1,
        };
    }
}
