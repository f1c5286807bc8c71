using System.Net;
using Docker.DotNet;
using Frankenetes.LocalAzure.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.LocalAzure.Tests.Engine;

/// <summary>
/// What Podman 4.3 answered, word for word, after its service had been killed in the middle of a removal. A real engine gets into that state by chance alone, so its answers are given again
/// from a socket of our own.
/// </summary>
public sealed class HalfRemovedTests : IAsyncLifetime
{
    private const string Complaint = """{"cause":"container not known","message":"getting container from store \"f8340873ac199557f4f4477a3308f271968a88a2e09a5bad2e2d1e6c60256d12\": container not known","response":500}""";
    private const string Gone = "f8340873ac199557f4f4477a3308f271968a88a2e09a5bad2e2d1e6c60256d12";
    private readonly string _socket = Path.Combine(Path.GetTempPath(), $"half-removed-{Guid.NewGuid():N}.sock");
    private readonly List<string> _removed = [];
    private readonly List<string> _asked = [];
    private WebApplication? _engine;
    private string _complaint = Complaint;
    private bool _removals = true;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.ListenUnixSocket(_socket));
        _engine = builder.Build();
        _engine.Run(AnswerAsync);
        await _engine.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _engine!.DisposeAsync();
        File.Delete(_socket);
    }

    [Fact]
    public async Task The_removal_is_finished_and_the_question_asked_again()
    {
        using var client = Client();

        var found = await new Containers(client, Guid.NewGuid()).ListAsync();

        Assert.Empty(found);
        Assert.Equal([Gone], _removed);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task What_cannot_be_removed_is_not_asked_for_ever()
    {
        _removals = false;
        using var client = Client();

        await Assert.ThrowsAsync<DockerApiException>(() => new Containers(client, Guid.NewGuid()).ListAsync());
    }

    [Fact]
    public async Task Another_failure_removes_nothing()
    {
        _complaint = """{"cause":"locked","message":"database is locked","response":500}""";
        using var client = Client();

        await Assert.ThrowsAsync<DockerApiException>(() => new Containers(client, Guid.NewGuid()).ListAsync());

        Assert.Empty(_removed);
        Assert.Single(_asked);
    }

    private DockerClient Client() => new DockerClientBuilder().WithEndpoint(new Uri($"unix://{_socket}")).Build();

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (context.Request.Method == HttpMethods.Delete)
        {
            if (_removals)
                _removed.Add(path.Split('/')[^1]);
            context.Response.StatusCode = (int)(_removals ? HttpStatusCode.NoContent : HttpStatusCode.InternalServerError);
            return _removals ? Task.CompletedTask : context.Response.WriteAsync(Complaint);
        }

        _asked.Add(path);
        context.Response.ContentType = "application/json";
        if (_removed.Count == 0)
            context.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
        return context.Response.WriteAsync(_removed.Count == 0 ? _complaint : "[]");
    }
}
