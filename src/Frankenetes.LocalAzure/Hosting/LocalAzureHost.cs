using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Kestrel as LocalAzure needs it: TLS on 127.0.0.1 and on the bridge's gateway, three ports each, the metadata service for groups at the gateway, and nothing else.</summary>
internal static class LocalAzureHost
{
    public static ILoggerFactory Loggers() => LoggerFactory.Create(Configure);

    public static WebApplicationBuilder Builder(Authorities authorities, X509Certificate2 certificate)
    {
        // No configuration files, variables or arguments of the host's own: what listens where is decided here alone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(LocalAzureHost).Assembly.GetName().Name });
        Configure(builder.Logging);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = FreeBindSocket.Bind);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Blobs are as large as they are; ARM has a limit of its own.
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (var address in new[] { IPAddress.Loopback, authorities.Gateway })
            {
                foreach (var port in new[] { authorities.Port, authorities.BlobPort, authorities.FilePort })
                    kestrel.Listen(address, port, listen => listen.UseHttps(certificate));
            }

            // As Azure's own: plain HTTP, since a fresh machine trusts nobody yet.
            kestrel.Listen(authorities.Gateway, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder;
    }

    /// <exception cref="StartupException">A port was taken meanwhile (exit code 4).</exception>
    public static async Task ListenAsync(WebApplication app, Authorities authorities)
    {
        try
        {
            await app.StartAsync();
            authorities.MetadataPort = app.Urls.Select(url => new Uri(url)).Single(url => url.Scheme == Uri.UriSchemeHttp).Port;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or IOException)
        {
            await app.DisposeAsync();
            throw StartupException.PortInUse(authorities.Port);
        }
    }

    private static void Configure(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is told once, by its own line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
