using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Pods;

public sealed class PodWatchTests : IAsyncLifetime
{
    private readonly SkippingTime _time = new();
    private TestApiServer _server = null!;

    public async Task InitializeAsync() => _server = await TestApiServer.StartAsync(_time);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_is_there_comes_first_then_what_changes()
    {
        _server.Answer(TestApiServer.List("5", null, TestApiServer.Pod("a", "4")));
        _server.AnswerLines(true, TestApiServer.Event("ADDED", TestApiServer.Pod("b", "6")), TestApiServer.Event("BOOKMARK", TestApiServer.Pod("", "7")), TestApiServer.Event("DELETED", TestApiServer.Pod("a", "8")));
        Assert.Equal(["Changed a", "Listed", "Changed b", "Deleted a"], await TakeAsync(4));
        Assert.Contains("watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=5", _server.Requests.Last().Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_that_ends_goes_on_where_it_was()
    {
        _server.Answer(TestApiServer.List("5", null));
        _server.AnswerLines(false, TestApiServer.Event("ADDED", TestApiServer.Pod("a", "6")));
        _server.AnswerLines(true, TestApiServer.Event("MODIFIED", TestApiServer.Pod("a", "9")));
        Assert.Equal(["Listed", "Changed a", "Changed a"], await TakeAsync(3));
        Assert.Contains("resourceVersion=6", _server.Requests.Last().Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_server_has_forgotten_the_place_only_what_has_changed_is_told()
    {
        _server.Answer(TestApiServer.List("5", null, TestApiServer.Pod("same", "1"), TestApiServer.Pod("changed", "2"), TestApiServer.Pod("gone", "3")));
        _server.AnswerLines(false, TestApiServer.Event("ERROR", TestApiServer.Status(410, "Expired", "too old")));
        _server.Answer(TestApiServer.List("50", null, TestApiServer.Pod("same", "1"), TestApiServer.Pod("changed", "40"), TestApiServer.Pod("new", "41")));
        _server.AnswerLines(true);
        Assert.Equal(["Changed same", "Changed changed", "Changed gone", "Listed", "Changed changed", "Changed new", "Deleted gone", "Listed"], await TakeAsync(8));
    }

    [Fact]
    public async Task A_server_that_is_overloaded_is_asked_again_later()
    {
        _server.Answer(TestApiServer.Status(429, "TooManyRequests", "later"), 429);
        _server.Answer(TestApiServer.List("5", null, TestApiServer.Pod("a", "4")));
        _server.AnswerLines(true);
        Assert.Equal(["Changed a", "Listed"], await TakeAsync(2));
    }

    [Fact]
    public async Task A_pod_is_waited_for_until_it_is_as_it_is_wanted()
    {
        _server.Answer(TestApiServer.List("5", null, TestApiServer.Pod("web", "4", "Pending")));
        _server.AnswerLines(true, TestApiServer.Event("MODIFIED", TestApiServer.Pod("web", "6", "Running")));
        var pod = await new PodWait(_server.Pods, new PodKey("default", "web"), PodGoal.Parse("running")).RunAsync(CancellationToken.None);
        Assert.Equal("Running", pod!.Phase);
    }

    [Theory]
    [InlineData("Ready", "Failed", "PodEnded")]
    [InlineData("Succeeded", "Failed", "PodEnded")]
    [InlineData("Running", "Succeeded", "PodEnded")]
    public async Task What_cannot_come_any_more_is_not_waited_for(string goal, string phase, string id)
    {
        _server.Answer(TestApiServer.List("5", null, TestApiServer.Pod("web", "4", phase)));
        var failure = await Assert.ThrowsAsync<FrankenetesException>(() => new PodWait(_server.Pods, new PodKey("default", "web"), PodGoal.Parse(goal)).RunAsync(CancellationToken.None));
        Assert.Equal(id, failure.ErrorId);
    }

    [Fact]
    public async Task A_pod_that_is_not_there_or_goes_is_an_error_unless_that_is_wanted()
    {
        _server.Answer(TestApiServer.List("5", null));
        var absent = await Assert.ThrowsAsync<FrankenetesException>(() => new PodWait(_server.Pods, new PodKey("default", "web"), PodGoal.Parse("Ready")).RunAsync(CancellationToken.None));
        Assert.Equal("PodNotFound", absent.ErrorId);
        _server.Answer(TestApiServer.List("5", null, TestApiServer.Pod("web", "4")));
        _server.AnswerLines(true, TestApiServer.Event("DELETED", TestApiServer.Pod("web", "6")));
        var gone = await Assert.ThrowsAsync<FrankenetesException>(() => new PodWait(_server.Pods, new PodKey("default", "web"), PodGoal.Parse("Ready")).RunAsync(CancellationToken.None));
        Assert.Contains("was deleted", gone.Message, StringComparison.Ordinal);
        _server.Answer(TestApiServer.List("5", null, TestApiServer.Pod("web", "4", uid: "another")));
        Assert.Null(await new PodWait(_server.Pods, new PodKey("default", "web", "mine"), PodGoal.Parse("Deleted")).RunAsync(CancellationToken.None));
    }

    private async Task<List<string>> TakeAsync(int count)
    {
        var taken = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var change in _server.Pods.Watch(new PodQuery("default")).ReadAsync(limit.Token))
        {
            taken.Add(change.Kind == PodChangeKind.Listed ? "Listed" : $"{change.Kind} {change.Pod.GetProperty("metadata").GetProperty("name").GetString()}");
            if (taken.Count == count)
                break;
        }

        return taken;
    }
}
