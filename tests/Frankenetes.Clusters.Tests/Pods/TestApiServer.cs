using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.Clusters.Tests.Pods;

/// <summary>A web server on loopback that answers as an API server does, one answer of the test's after the other; it notes what it was asked.</summary>
internal sealed class TestApiServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<RequestDelegate> _answers = new();

    private TestApiServer(WebApplication application) => _application = application;

    /// <summary>Method, path and query of each request, and its body.</summary>
    public ConcurrentQueue<(string Request, string Body)> Requests { get; } = new();

    public PodClient Pods { get; private set; } = null!;

    public static async Task<TestApiServer> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new TestApiServer(builder.Build());
        server._application.UseWebSockets();
        server._application.Run(server.AnswerAsync);
        await server._application.StartAsync();
        server.Pods = new PodClient("dev", new ApiServerClient(new Uri(server._application.Urls.First()), new SocketsHttpHandler()), time ?? TimeProvider.System);
        return server;
    }

    public static JsonObject Pod(string name, string version = "1", string phase = "Running", string? uid = null) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name, ["namespace"] = "default", ["uid"] = uid ?? $"uid-{name}", ["resourceVersion"] = version, ["creationTimestamp"] = "2026-11-23T08:00:00Z",
        },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "nginx" }) },
        ["status"] = new JsonObject { ["phase"] = phase },
    };

    public static JsonObject List(string version, string? more, params JsonNode[] pods) =>
        new() { ["metadata"] = new JsonObject { ["resourceVersion"] = version, ["continue"] = more }, ["items"] = new JsonArray(pods) };

    public static JsonObject Status(int code, string reason, string message, string kind = "pods") => new()
    {
        ["kind"] = "Status", ["status"] = "Failure", ["code"] = code, ["reason"] = reason, ["message"] = message, ["details"] = new JsonObject { ["kind"] = kind },
    };

    public void Answer(JsonNode body, int status = 200) => _answers.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body.ToJsonString());
    });

    /// <summary>Lines that are sent at once; then the connection ends, or stays open for as long as the client likes.</summary>
    public void AnswerLines(bool stay, params string[] lines) => _answers.Enqueue(async context =>
    {
        foreach (var line in lines)
            await context.Response.WriteAsync(line + "\n");
        await context.Response.Body.FlushAsync();
        if (stay)
            await UntilAbortedAsync(context);
    });

    public void AnswerWith(RequestDelegate answer) => _answers.Enqueue(answer);

    public static string Event(string type, JsonNode pod) => new JsonObject { ["type"] = type, ["object"] = pod }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        Pods.Dispose();
        await _application.DisposeAsync();
    }

    private static Task UntilAbortedAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        context.RequestAborted.Register(aborted.SetResult);
        return aborted.Task;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        Requests.Enqueue(($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", body));
        if (_answers.TryDequeue(out var answer))
            await answer(context);
        else
            context.Response.StatusCode = 418;
    }
}
