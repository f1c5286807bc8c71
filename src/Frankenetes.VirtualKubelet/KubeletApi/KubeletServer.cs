using System.Net;
using System.Security.Authentication;
using Frankenetes.VirtualKubelet.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>The kubelet's HTTPS port: what the API server asks a node for.</summary>
internal sealed class KubeletServer(KubeletConfiguration configuration, IPAddress address, KubeletRoutes routes, TimeProvider time, ILoggerFactory loggers)
{
    // A command and its arguments are part of an address.
    private const int LongestAddress = 256 * 1024;

    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits);
            kestrel.Listen(address, configuration.Kubelet.Port, endpoint => endpoint.UseHttps(Https()));
        });
        await using var application = builder.Build();
        application.UseWebSockets();
        application.Run(routes.AnswerAsync);
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await application.StopAsync(impatience.Token).ConfigureAwait(false);
        }
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = LongestAddress;
        // No request has a body; sessions are not counted as such.
        limits.MaxRequestBodySize = 64 * 1024;
        // Who pauses a terminal or a log reads nothing for as long as it likes; what waits for it is bounded.
        limits.MinResponseDataRate = null;
        limits.MinRequestBodyDataRate = null;
        limits.MaxConcurrentConnections = 2048;
    }

    private HttpsConnectionAdapterOptions Https() => new()
    {
        ServerCertificate = ServingCertificate.Create(configuration.Kubelet, configuration.NodeName, address, time.GetUtcNow()),
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateMode = ClientCertificateMode.AllowCertificate,
        // Judged for each request, so that who is refused gets a 401 and not a broken connection.
        ClientCertificateValidation = (_, _, _) => true,
    };
}
