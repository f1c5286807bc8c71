using Frankenetes.KubernetesApi.Connection;
using Frankenetes.VirtualKubelet.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi.Access;

/// <summary>
/// Who may call and for what. A client certificate of the cluster's CA or a bearer token says who it is; nobody is let in unnamed. The API server's own client (<c>allowedClients</c>) has checked
/// its users itself; for all others it is asked.
/// </summary>
internal sealed class KubeletGate : IDisposable
{
    private const string Bearer = "Bearer ";

    private readonly CertificateAuthentication _certificates;
    private readonly TokenAuthentication _tokens;
    private readonly NodeAuthorization _authorization;
    private readonly HashSet<string> _allowed;
    private readonly ILogger _logger;

    public KubeletGate(KubeletSection section, string nodeName, ApiServer server, TimeProvider time, ILogger logger)
    {
        (_certificates, _tokens) = (new CertificateAuthentication(section.ClientCertificateAuthority), new TokenAuthentication(server, time));
        (_authorization, _allowed, _logger) = (new NodeAuthorization(server, nodeName, time), [.. section.AllowedClients], logger);
    }

    /// <exception cref="KubeletRequestException">401: unnamed or unknown; 403: not allowed; 503: the API server cannot be asked.</exception>
    public async Task CheckAsync(HttpContext context)
    {
        var certified = _certificates.Find(context.Connection.ClientCertificate);
        if (certified is not null && _allowed.Contains(certified.Name)) return;
        try
        {
            var caller = certified ?? await BearerAsync(context).ConfigureAwait(false) ?? throw new KubeletRequestException(401, "Unauthorized");
            var request = NodeRequest.Of(context.Request);
            if (await _authorization.AllowsAsync(caller, request, context.RequestAborted).ConfigureAwait(false)) return;
            _logger.LogInformation("{User} may not {Verb} nodes/{Subresource}", caller.Name, request.Verb, request.Subresource);
            throw new KubeletRequestException(403, $"Forbidden (user={caller.Name}, verb={request.Verb}, resource=nodes, subresource={request.Subresource})");
        }
        catch (Exception silent) when (silent is ApiServerException or HttpRequestException or TimeoutException)
        {
            _logger.LogWarning("a caller cannot be checked: {Message}", silent.Message);
            throw new KubeletRequestException(503, "the API server cannot be asked whether this is allowed", silent);
        }
    }

    public void Dispose() => _tokens.Dispose();

    private async Task<Caller?> BearerAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return null;
        var token = header[Bearer.Length..].Trim();
        return token.Length == 0 ? null : await _tokens.FindAsync(token, context.RequestAborted).ConfigureAwait(false);
    }
}
