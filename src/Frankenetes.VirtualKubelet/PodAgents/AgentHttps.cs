using System.Diagnostics.CodeAnalysis;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Processes;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Asks a container's own port over HTTPS. The pod agent holds no TLS: it relays the connection, and the TLS is ours. As with kubelets any certificate will do.</summary>
/// <param name="open">Begins a request to a container's agent; null where it has none.</param>
internal sealed class AgentHttps(Func<PodKey, string, AgentRequest, CancellationToken, Task<AgentChannel?>> open)
{
    /// <summary>Whether an action is one.</summary>
    public static bool Is(V1HTTPGetAction? get) => string.Equals(get?.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why it failed; null: it did not.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "It asks whether the server answers; a kubelet does not check its certificate either, and sends no secret.")]
    public async Task<string?> GetAsync(V1Pod pod, V1Container container, V1HTTPGetAction get, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            ConnectCallback = async (context, token) => await ConnectAsync(PodKey.Of(pod), container.Name, context.DnsEndPoint.Port, token).ConfigureAwait(false),
        };
        using var http = new HttpClient(handler);
        return await new LocalProbe(container, [], http).AskAsync(new V1Probe { HttpGet = get with { Host = null }, TimeoutSeconds = (int)Math.Ceiling(limit.TotalSeconds) }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Stream> ConnectAsync(PodKey pod, string container, int port, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await open(pod, container, new AgentRequest { Forward = new AgentForward(port) }, cancellationToken).ConfigureAwait(false) ?? throw new SessionException("the container has no pod agent");
            return await AgentStream.OpenAsync(channel, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionException refused)
        {
            throw new HttpRequestException(refused.Message, refused);
        }
    }
}
