using System.Net;
using System.Security.Authentication;
using Frankenetes.VirtualKubelet.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>The kubelet's HTTPS port: what the API server asks a node for.</summary>
internal sealed class KubeletServer(KubeletConfiguration configuration, IPAddress address, KubeletRoutes routes, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var guard = new ClientGuard(configuration.Kubelet);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, configuration.Kubelet.Port, endpoint => endpoint.UseHttps(Https()));
        });
        await using var application = builder.Build();
        application.Run(context => AnswerAsync(guard, context));
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

    private HttpsConnectionAdapterOptions Https() => new()
    {
        ServerCertificate = ServingCertificate.Create(configuration.Kubelet, configuration.NodeName, address, time.GetUtcNow()),
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateMode = ClientCertificateMode.AllowCertificate,
        // Judged for each request, so that who is refused gets a 401 and not a broken connection.
        ClientCertificateValidation = (_, _, _) => true,
    };

    private Task AnswerAsync(ClientGuard guard, HttpContext context)
    {
        var verdict = guard.Judge(context.Connection.ClientCertificate);
        if (verdict == 200) return routes.AnswerAsync(context);
        context.Response.StatusCode = verdict;
        return context.Response.WriteAsync(verdict == 401 ? "Unauthorized" : "Forbidden", context.RequestAborted);
    }
}
