using System.Net;
using System.Threading.Channels;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Watching;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.KubernetesApi.Tests;

public sealed class ReflectorTests
{
    private static readonly ApiServerOptions Options = new()
    {
        Server = new Uri("https://api.test"), CertificateAuthority = "", ClientCertificate = "", ClientKey = "",
    };

    [Fact]
    public async Task A_watch_that_ends_goes_on_where_it_stopped_and_a_version_too_old_is_listed_again()
    {
        var server = new ScriptedServer(
            """{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"a","resourceVersion":"3"}}]}""",
            """{"type":"ADDED","object":{"metadata":{"name":"b","resourceVersion":"6"}}}""" + "\n" + """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}""",
            """{"type":"DELETED","object":{"metadata":{"name":"a","resourceVersion":"11"}}}""" + "\n" + """{"type":"ERROR","object":{"code":410,"reason":"Expired"}}""",
            """{"metadata":{"resourceVersion":"20"},"items":[{"metadata":{"name":"c"}}]}""");
        using var api = new ApiServer(Options, server);
        var told = new Recorder();
        using var end = new CancellationTokenSource();
        var running = new Reflector<V1PodList, V1Pod>(api, "api/v1/pods?fieldSelector=x", told, TimeProvider.System, NullLogger.Instance).RunAsync(end.Token);

        Assert.Equal("all: a", await told.NextAsync());
        Assert.Equal("now: b", await told.NextAsync());
        Assert.Equal("gone: a", await told.NextAsync());
        Assert.Equal("all: c", await told.NextAsync());
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["list", "5", "9", "list"], server.Asked.Take(4));
    }

    private sealed class Recorder : IResourceHandler<V1Pod>
    {
        private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

        public void Replace(IReadOnlyList<V1Pod> items) => _told.Writer.TryWrite($"all: {string.Join(' ', items.Select(pod => pod.Metadata.Name))}");

        public void Apply(V1Pod item) => _told.Writer.TryWrite($"now: {item.Metadata.Name}");

        public void Remove(V1Pod item) => _told.Writer.TryWrite($"gone: {item.Metadata.Name}");

        public Task<string> NextAsync() => _told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Gives its answers in turn; after the last one a watch stays silent.</summary>
    private sealed class ScriptedServer(params string[] answers) : HttpMessageHandler
    {
        private readonly Queue<string> _answers = new(answers);

        public List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var query = request.RequestUri!.Query;
            var version = query.IndexOf("&resourceVersion=", StringComparison.Ordinal);
            Asked.Add(version < 0 ? "list" : query[(version + "&resourceVersion=".Length)..]);
            if (_answers.Count == 0) await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_answers.Dequeue()) };
        }
    }
}
