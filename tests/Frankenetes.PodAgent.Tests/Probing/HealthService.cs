using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Frankenetes.PodAgent.Tests.Probing;

/// <summary>grpc.health.v1.Health on a real HTTP/2 server without TLS.</summary>
internal sealed class HealthService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HealthService(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Urls.First()).Port;

    public static async Task<HealthService> StartAsync(string service, int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.MapPost("/grpc.health.v1.Health/Check", context => AnswerAsync(context, service, status));
        await application.StartAsync();
        return new HealthService(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, string service, int status)
    {
        using var asked = new MemoryStream();
        await context.Request.Body.CopyToAsync(asked);
        // 5 bytes before the message, its tag, a length of one or two bytes.
        var name = Encoding.UTF8.GetString(asked.ToArray()[(5 + (service.Length < 128 ? 2 : 3))..]);
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", name == service ? "0" : "5");
        if (name == service) await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, (byte)status });
    }
}
