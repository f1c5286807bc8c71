using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>What the cmdlets ask an API server, as its administrator: JSON over HttpClient (docs/decisions/0006).</summary>
internal sealed class ApiServerClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private readonly HttpClient _http;
    private readonly Uri _server;

    /// <param name="record">The cluster; its address must be known.</param>
    /// <param name="keys">The cluster's keys.</param>
    /// <param name="time">The clock.</param>
    public ApiServerClient(ClusterRecord record, ClusterKeys keys, TimeProvider time)
        : this(new Uri($"https://{record.Fqdn}:{ApiServer.Port}/"), Transport(record, keys, time))
    {
    }

    /// <param name="server">Where the API server is; paths are added to it.</param>
    /// <param name="transport">What sends; disposed with this client.</param>
    internal ApiServerClient(Uri server, HttpMessageHandler transport)
    {
        _server = server;
        // Streams may be silent for as long as nothing happens: each short question has a limit of its own.
        _http = new HttpClient(transport) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>Why the last <see cref="IsOkAsync"/> got no 200; null when it got one or none was asked.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>
    /// Whether the server answers 200. False too while nothing listens, and while somebody else answers: until the group's network is up, its
    /// address may lead anywhere.
    /// </summary>
    public async Task<bool> IsOkAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = Limit(cancellationToken);
            using var answer = await _http.GetAsync(new Uri(_server, path), limit.Token).ConfigureAwait(false);
            LastFailure = answer.StatusCode == HttpStatusCode.OK ? null : $"it answered status {(int)answer.StatusCode}";
        }
        catch (Exception notYet) when (IsUnreachable(notYet, cancellationToken))
        {
            LastFailure = notYet.GetBaseException().Message;
        }

        return LastFailure is null;
    }

    /// <summary>Reads an object or a list.</summary>
    /// <exception cref="FrankenetesException">ApiServerUnreachable or ApiServerRefused.</exception>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal refusal)
        {
            throw refusal.ToFailure(ErrorCatalog.ApiServerRefused, _server.ToString());
        }
    }

    /// <summary>Asks a short question.</summary>
    /// <exception cref="ApiServerRefusal">The answer's status is no success.</exception>
    /// <exception cref="FrankenetesException">ApiServerUnreachable.</exception>
    public async Task<JsonDocument> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = Limit(cancellationToken);
            using var request = Request(method, path, body);
            using var answer = await _http.SendAsync(request, limit.Token).ConfigureAwait(false);
            await CheckAsync(answer, limit.Token).ConfigureAwait(false);
            return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false), default, limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsUnreachable(failure, cancellationToken))
        {
            throw Unreachable(failure);
        }
    }

    /// <summary>Opens an answer that goes on for as long as the server likes; disposing the stream ends the call.</summary>
    /// <exception cref="ApiServerRefusal">The answer's status is no success.</exception>
    /// <exception cref="FrankenetesException">ApiServerUnreachable.</exception>
    public async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path, null);
        var answer = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and gives its answer, the body still to be read. A status from 200 up, or 101 where that was asked for.</summary>
    /// <exception cref="ApiServerRefusal">The answer's status is no success.</exception>
    /// <exception cref="FrankenetesException">ApiServerUnreachable.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? answer = null;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            await CheckAsync(answer, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch (Exception failure)
        {
            answer?.Dispose();
            if (IsUnreachable(failure, cancellationToken))
                throw Unreachable(failure);
            throw;
        }
    }

    /// <summary>The whole address of a path and query on this server.</summary>
    public Uri Address(string path) => new(_server, path);

    public void Dispose() => _http.Dispose();

    /// <summary>Whether a call failed for want of a connection; false where the caller itself cancelled it.</summary>
    public static bool IsUnreachable(Exception failure, CancellationToken cancellationToken) =>
        failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The failure to tell where the connection was lost.</summary>
    public FrankenetesException Unreachable(Exception failure) =>
        new(ErrorCatalog.ApiServerUnreachable, $"The API server at {_server} did not answer: {failure.GetBaseException().Message}", _server.ToString(), failure);

    private static SocketsHttpHandler Transport(ClusterRecord record, ClusterKeys keys, TimeProvider time)
    {
        var pair = new Leaves(keys, time).Administrator();
        // The detour by PKCS #12 gives a key that TLS on Windows can use as well.
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate, pair.Key);
        var client = OperatingSystem.IsWindows() ? new X509Certificate2(certificate.Export(X509ContentType.Pkcs12)) : X509Certificate2.CreateFromPem(pair.Certificate, pair.Key);
        return TrustedTransport.Create(keys.Cluster.Certificate, IPAddress.Parse(record.IPAddress!), client);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_server, path));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json"));
        return request;
    }

    private static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.SwitchingProtocols)
            throw ApiServerRefusal.Read((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    private static CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        return limit;
    }
}
