using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>The few questions that the cmdlets ask an API server, as its administrator.</summary>
internal sealed class ApiServerClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private readonly HttpClient _http;
    private readonly Uri _server;

    /// <param name="record">The cluster; its address must be known.</param>
    /// <param name="keys">The cluster's keys.</param>
    /// <param name="time">The clock.</param>
    public ApiServerClient(ClusterRecord record, ClusterKeys keys, TimeProvider time)
    {
        var pair = new Leaves(keys, time).Administrator();
        // The detour by PKCS #12 gives a key that TLS on Windows can use as well.
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate, pair.Key);
        var client = OperatingSystem.IsWindows() ? new X509Certificate2(certificate.Export(X509ContentType.Pkcs12)) : X509Certificate2.CreateFromPem(pair.Certificate, pair.Key);
        _server = new Uri($"https://{record.Fqdn}:{ApiServer.Port}/");
        _http = new HttpClient(TrustedTransport.Create(keys.Cluster.Certificate, IPAddress.Parse(record.IPAddress!), client)) { Timeout = Timeout };
    }

    /// <summary>Why the last question got no 200; null when it got one or none was asked.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>
    /// Whether the server answers 200. False too while nothing listens, and while somebody else answers: until the group's network is up, its
    /// address may lead anywhere.
    /// </summary>
    public async Task<bool> IsOkAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(_server, path), cancellationToken).ConfigureAwait(false);
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
            using var answer = await _http.GetAsync(new Uri(_server, path), cancellationToken).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(body) : throw Refused(answer.StatusCode, body);
        }
        catch (Exception failure) when (IsUnreachable(failure, cancellationToken))
        {
            throw Unreachable(failure);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsUnreachable(Exception failure, CancellationToken cancellationToken) =>
        failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private FrankenetesException Unreachable(Exception failure) =>
        new(ErrorCatalog.ApiServerUnreachable, $"The API server at {_server} did not answer: {failure.GetBaseException().Message}", _server.ToString(), failure);

    private FrankenetesException Refused(HttpStatusCode status, byte[] body)
    {
        var message = "";
        try
        {
            using var text = JsonDocument.Parse(body);
            message = text.RootElement.TryGetProperty("message", out var reason) ? reason.GetString() : "";
        }
        catch (JsonException)
        {
            // Not a Status object: the number has to do.
        }

        return new FrankenetesException(ErrorCatalog.ApiServerRefused, $"The API server answered status {(int)status}. {message}".TrimEnd(), _server.ToString());
    }
}
