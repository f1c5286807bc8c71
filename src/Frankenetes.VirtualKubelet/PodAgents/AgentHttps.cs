using System.Diagnostics.CodeAnalysis;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Processes;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Asks a container's own port over HTTPS. The pod agent holds no TLS: it relays the connection, and the TLS is ours. As with kubelets any certificate will do.</summary>
internal static class AgentHttps
{
    /// <summary>The request whose channel leads to the port.</summary>
    public static AgentRequest Way(V1HTTPGetAction get, V1Container container) => new() { Forward = new AgentForward(AgentActions.Port(get.Port.Value, container)) };

    /// <summary>Why it failed; null: it did not.</summary>
    /// <exception cref="SessionException">The line to the agent broke, which says nothing of the container.</exception>
    [SuppressMessage("Security", "CA5359", Justification = "It asks whether the server answers; a kubelet does not check its certificate either, and sends no secret.")]
    public static async Task<string?> GetAsync(AgentChannel channel, V1Container container, V1HTTPGetAction get, TimeSpan limit, CancellationToken cancellationToken)
    {
        await using var stream = new AgentStream(channel);
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            ConnectCallback = async (_, token) =>
            {
                await stream.ConnectAsync(token).ConfigureAwait(false);
                return stream;
            },
        };
        // The limit is who asks's: HTTP's own would cut a hook off.
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var asked = new V1Probe { HttpGet = get with { Host = null }, TimeoutSeconds = (int)Math.Ceiling(limit.TotalSeconds) };
        var failure = await new LocalProbe(container, [], http).AskAsync(asked, cancellationToken).ConfigureAwait(false);
        return failure is not null && stream.Lost is { } lost ? throw new SessionException(lost.Message, lost) : failure;
    }
}
