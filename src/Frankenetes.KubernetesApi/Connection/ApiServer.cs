using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Frankenetes.KubernetesApi.Watching;
using k8s;
using k8s.Models;

namespace Frankenetes.KubernetesApi.Connection;

/// <summary>
/// The few verbs a controller needs, on KubernetesClient's models. Paths are relative to the server and without a leading slash,
/// for example <c>api/v1/nodes/a</c>. Every method throws <see cref="ApiServerException"/> for an error answer and
/// <see cref="HttpRequestException"/> or <see cref="TimeoutException"/> when none came.
/// </summary>
public sealed class ApiServer : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeSpan _requestTimeout;

    /// <summary>Reads the certificate files of <paramref name="options"/>; connects at the first request.</summary>
    public ApiServer(ApiServerOptions options)
        : this(options, ApiServerHandler.Create(options))
    {
    }

    internal ApiServer(ApiServerOptions options, HttpMessageHandler handler)
    {
        _requestTimeout = options.RequestTimeout;
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(options.Server.AbsoluteUri.TrimEnd('/') + "/"),
            // Watches last for minutes; the other requests have their own limit below.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <summary>GET; an absent object is an error (404).</summary>
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>GET; null when the object does not exist.</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync<T>(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>POST to a collection; answers with the object as stored.</summary>
    public Task<T> CreateAsync<T>(string path, T body, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(HttpMethod.Post, path, Content(KubernetesJson.Serialize(body), "application/json"), cancellationToken);

    /// <summary>POST of an object in JSON, for what the models would write otherwise (times with microseconds).</summary>
    public Task<T> CreateAsync<T>(string path, JsonNode body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, Content(body.ToJsonString(), "application/json"), cancellationToken);

    /// <summary>PUT; the body's <c>resourceVersion</c> is the condition.</summary>
    public Task<T> ReplaceAsync<T>(string path, T body, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(HttpMethod.Put, path, Content(KubernetesJson.Serialize(body), "application/json"), cancellationToken);

    /// <summary>PATCH as RFC 7386: members replace, null removes, lists are replaced whole.</summary>
    public Task<T> MergePatchAsync<T>(string path, JsonNode patch, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Patch, path, Content(patch.ToJsonString(), "application/merge-patch+json"), cancellationToken);

    /// <summary>
    /// DELETE, at once, if the object still has this <paramref name="uid"/>. False when it was gone already or is another object by now.
    /// </summary>
    public async Task<bool> DeleteNowAsync(string path, string uid, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["kind"] = "DeleteOptions",
            ["apiVersion"] = "v1",
            ["gracePeriodSeconds"] = 0,
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        try
        {
            using var response = await OpenAsync(HttpMethod.Delete, path, Content(options.ToJsonString(), "application/json"), true, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ApiServerException gone) when (gone.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>
    /// One watch, until the server ends it. <paramref name="path"/> has the selectors in its query; bookmarks come as events.
    /// An error line ends it with <see cref="ApiServerException"/> (410: the version is too old, list again).
    /// </summary>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        string path, string resourceVersion, TimeSpan duration, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IMetadata<V1ObjectMeta>
    {
        var query = $"{(path.Contains('?') ? '&' : '?')}watch=1&allowWatchBookmarks=true&timeoutSeconds={(int)duration.TotalSeconds}&resourceVersion={resourceVersion}";
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A peer that vanished without a word would otherwise hold this watch for ever.
        silence.CancelAfter(duration + TimeSpan.FromSeconds(30));
        using var response = await OpenAsync(HttpMethod.Get, path + query, null, false, silence.Token).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        await foreach (var line in WatchStream.ReadAsync<T>(stream, silence.Token).ConfigureAwait(false))
            yield return line;
    }

    /// <summary>Text of an address that does not serve objects, for example <c>readyz</c>.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(HttpMethod.Get, path, null, true, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static StringContent Content(string json, string mediaType)
    {
        var content = new StringContent(json, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return content;
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(method, path, body, true, cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return KubernetesJson.Deserialize<T>(stream);
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, HttpContent? body, bool whole, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_requestTimeout);
        try
        {
            var completion = whole ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead;
            var response = await _http.SendAsync(request, completion, limit.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) await FailAsync(method, path, response, limit.Token).ConfigureAwait(false);
            return response;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{method} {path}: no answer from the API server.");
        }
    }

    private static async Task FailAsync(HttpMethod method, string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            var status = StatusText.Parse(text);
            throw new ApiServerException(response.StatusCode, status?.Reason, $"{method} {path}: {(int)response.StatusCode} {status?.Message ?? response.ReasonPhrase}");
        }
    }
}
