using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Pods;

public sealed class PodClientTests : IAsyncLifetime
{
    private TestApiServer _server = null!;

    public async Task InitializeAsync() => _server = await TestApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_first_pods_are_there_before_the_next_page_is_asked_for()
    {
        _server.Answer(TestApiServer.List("7", "token", TestApiServer.Pod("a"), TestApiServer.Pod("b")));
        _server.Answer(TestApiServer.List("7", "", TestApiServer.Pod("c")));
        var names = new List<string>();
        await foreach (var pod in _server.Pods.ListAsync(new PodQuery("default"), CancellationToken.None))
        {
            names.Add(pod.Name);
            if (names.Count <= 2)
                Assert.Single(_server.Requests);
        }

        Assert.Equal(["a", "b", "c"], names);
        Assert.Contains("continue=token", _server.Requests.Last().Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_where_its_snapshot_has_expired()
    {
        _server.Answer(TestApiServer.List("7", "old", TestApiServer.Pod("a")));
        var expired = TestApiServer.Status(410, "Expired", "too old");
        expired["metadata"] = new JsonObject { ["continue"] = "new" };
        _server.Answer(expired, 410);
        _server.Answer(TestApiServer.List("9", null, TestApiServer.Pod("b")));
        var names = new List<string>();
        await foreach (var pod in _server.Pods.ListAsync(new PodQuery(null), CancellationToken.None))
            names.Add(pod.Name);
        Assert.Equal(["a", "b"], names);
        Assert.Contains("continue=new", _server.Requests.Last().Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespace_name_and_selector_are_the_servers_to_pick_by()
    {
        _server.Answer(TestApiServer.List("7", null));
        await foreach (var pod in _server.Pods.ListAsync(new PodQuery("a b", "web", "tier in (x,y)"), CancellationToken.None))
            Assert.Fail(pod.Name);
        Assert.Equal("GET /api/v1/namespaces/a%20b/pods?limit=50&fieldSelector=metadata.name%3Dweb&labelSelector=tier%20in%20%28x%2Cy%29", _server.Requests.Single().Request);
    }

    [Theory]
    [InlineData(404, "NotFound", "pods", "PodNotFound")]
    [InlineData(404, "NotFound", "namespaces", "NamespaceNotFound")]
    [InlineData(409, "AlreadyExists", "pods", "PodExists")]
    [InlineData(422, "Invalid", "pods", "PodInvalid")]
    [InlineData(403, "Forbidden", "pods", "ApiServerRefused")]
    public async Task A_refusal_has_its_entry_in_the_catalogue(int status, string reason, string kind, string id)
    {
        _server.Answer(TestApiServer.Status(status, reason, "because", kind), status);
        var failure = await Assert.ThrowsAsync<FrankenetesException>(() => _server.Pods.CreateAsync(new PodKey("default", "web"), new JsonObject(), CancellationToken.None));
        Assert.Equal(id, failure.ErrorId);
    }

    [Fact]
    public async Task Another_pod_of_the_same_name_is_not_the_one_that_is_meant()
    {
        _server.Answer(TestApiServer.Pod("web", uid: "new"));
        var failure = await Assert.ThrowsAsync<FrankenetesException>(() => _server.Pods.GetAsync(new PodKey("default", "web", "old"), CancellationToken.None));
        Assert.Equal("PodNotFound", failure.ErrorId);
    }

    [Fact]
    public async Task Deletion_says_whom_it_means_and_how_long_it_may_take()
    {
        _server.Answer(TestApiServer.Pod("web"));
        Assert.True(await _server.Pods.DeleteAsync(new PodKey("default", "web", "u1"), TimeSpan.FromMilliseconds(1500), CancellationToken.None));
        var (request, body) = _server.Requests.Single();
        Assert.Equal("DELETE /api/v1/namespaces/default/pods/web", request);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(2, json.RootElement.GetProperty("gracePeriodSeconds").GetInt32());
        Assert.Equal("u1", json.RootElement.GetProperty("preconditions").GetProperty("uid").GetString());
    }

    [Theory]
    [InlineData(404, "NotFound")]
    [InlineData(409, "Conflict")]
    public async Task Deletion_of_what_is_gone_succeeds(int status, string reason)
    {
        _server.Answer(TestApiServer.Status(status, reason, "gone"), status);
        Assert.False(await _server.Pods.DeleteAsync(new PodKey("default", "web", "u1"), null, CancellationToken.None));
    }

    [Fact]
    public async Task Log_lines_come_as_they_are_written_and_carriage_returns_part_none()
    {
        _server.AnswerLines(true, "one\r", "10%\r20%", "", "vier ✓");
        var lines = new List<string>();
        await foreach (var line in PodLog.ReadAsync(_server.Pods, new PodKey("default", "web"), new PodLogRequest { Container = "c", Follow = true, Tail = 5 }, CancellationToken.None))
        {
            lines.Add(line);
            if (lines.Count == 4)
                break;
        }

        Assert.Equal(["one", "10%\r20%", "", "vier ✓"], lines);
        Assert.Equal("GET /api/v1/namespaces/default/pods/web/log?container=c&follow=true&tailLines=5", _server.Requests.Single().Request);
    }

    [Fact]
    public async Task A_log_that_cannot_be_had_says_why()
    {
        _server.Answer(TestApiServer.Status(400, "BadRequest", "previous terminated container \"c\" not found"), 400);
        var failure = await Assert.ThrowsAsync<FrankenetesException>(async () =>
        {
            await foreach (var line in PodLog.ReadAsync(_server.Pods, new PodKey("default", "web"), new PodLogRequest { Container = "c", Previous = true }, CancellationToken.None))
                Assert.Fail(line);
        });
        Assert.Equal("PodLogUnavailable", failure.ErrorId);
        Assert.Equal("Previous terminated container \"c\" not found.", failure.Message);
    }
}
