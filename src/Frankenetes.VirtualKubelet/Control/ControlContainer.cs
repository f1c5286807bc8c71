using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.Control;

/// <summary>
/// Blobs of the control container, by its SAS. Two requests of the Blob service are all it takes, so this is HttpClient alone.
/// Messages name blobs, never addresses: those hold the signature.
/// </summary>
internal sealed class ControlContainer(HttpClient http, Uri container)
{
    private const string ServiceVersion = "2021-12-02";

    private EntityTagHeaderValue? _stateTag;
    private ControlState? _state;

    /// <summary>The state as it is now; null when nobody wrote one yet. Costs an empty answer while it does not change.</summary>
    /// <exception cref="FencedException">The SAS is no longer good: another epoch has begun.</exception>
    public async Task<ControlState?> ReadStateAsync(CancellationToken cancellationToken)
    {
        using var request = Compose(HttpMethod.Get, "state.json");
        if (_stateTag is not null) request.Headers.IfNoneMatch.Add(_stateTag);
        using var response = await SendAsync(request, "state.json", cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified) return _state;
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        _state = await ReadAsync(response, KubeletJson.Default.ControlState, cancellationToken).ConfigureAwait(false);
        _stateTag = response.Headers.ETag;
        return _state;
    }

    /// <summary>What the last life of this agent acknowledged; null when it never did.</summary>
    public async Task<Acknowledgement?> ReadAcknowledgementAsync(string agent, CancellationToken cancellationToken)
    {
        using var request = Compose(HttpMethod.Get, BlobOf(agent));
        using var response = await SendAsync(request, BlobOf(agent), cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotFound ? null
            : await ReadAsync(response, KubeletJson.Default.Acknowledgement, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces the acknowledgement whole.</summary>
    public async Task WriteAcknowledgementAsync(Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var blob = BlobOf(acknowledgement.Agent);
        using var request = Compose(HttpMethod.Put, blob);
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(acknowledgement, KubeletJson.Default.Acknowledgement));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await SendAsync(request, blob, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound) throw new HttpRequestException($"blob {blob}: the container is gone");
    }

    private static string BlobOf(string agent) => $"ack-{agent}.json";

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null where an object was due");
    }

    private HttpRequestMessage Compose(HttpMethod method, string blob)
    {
        var address = new UriBuilder(container) { Path = container.AbsolutePath.TrimEnd('/') + "/" + Uri.EscapeDataString(blob) };
        var request = new HttpRequestMessage(method, address.Uri);
        request.Headers.Add("x-ms-version", ServiceVersion);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string blob, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"blob {blob}: no answer within 10 s");
        }
        if (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.NotFound) return response;
        using (response)
        {
            if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) throw new FencedException($"blob {blob}: the signature is refused ({(int)response.StatusCode})");
            throw new HttpRequestException($"blob {blob}: {(int)response.StatusCode} {response.ReasonPhrase}", null, response.StatusCode);
        }
    }
}
