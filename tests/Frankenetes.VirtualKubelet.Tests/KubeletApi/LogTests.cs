namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

/// <summary>kubectl logs through the real API server.</summary>
[Collection(nameof(NodeUnderTest))]
public class LogTests(NodeUnderTest node)
{
    private const string Log = """
        2026-01-01T00:00:01Z one
        2026-01-01T00:00:02.5Z two
        2026-01-01T00:00:03Z three

        """;

    [Theory]
    [InlineData("one\ntwo\nthree\n")]
    [InlineData("two\nthree\n", "--tail=2")]
    [InlineData("", "--tail=0")]
    [InlineData("one\nt", "--limit-bytes=5")]
    [InlineData("two\nthree\n", "--since-time=2026-01-01T00:00:02Z")]
    [InlineData("", "--since=1h")]
    [InlineData("2026-01-01T00:00:03Z three\n", "--timestamps", "--tail=1")]
    [InlineData("two", "--since-time=2026-01-01T00:00:02Z", "--limit-bytes=3")]
    public async Task Logs_are_cut_as_asked(string expected, params string[] options)
    {
        node.Pods.Log = Log;
        Assert.Equal(expected, (await LogsAsync(options)).Text);
    }

    [Fact]
    public async Task An_earlier_runs_log_is_refused_with_the_reason()
    {
        var done = await LogsAsync("--previous");
        Assert.NotEqual(0, done.ExitCode);
        Assert.Contains("earlier run", done.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one\ntwo\nthree\n")]
    [InlineData("three\n", "--tail=1")]
    [InlineData("2026-01-01T00:00:03Z three\n", "--timestamps", "--tail=1")]
    public async Task An_earlier_runs_log_is_shown_where_it_is_kept(string expected, params string[] options)
    {
        node.Former.Kept = Log;
        Assert.Equal(expected, (await LogsAsync(["--previous", .. options])).Text);
        node.Former.Kept = null;
    }

    [Fact]
    public async Task Following_shows_what_is_written_meanwhile()
    {
        node.Pods.Log = Log;
        var start = node.Kubectl(true, "logs", "-f", "web", "-c", "main", "--tail=1");
        start.RedirectStandardOutput = true;
        using var follow = System.Diagnostics.Process.Start(start)!;
        Assert.Equal("three", await follow.StandardOutput.ReadLineAsync());
        node.Pods.Log = Log + "2026-01-01T00:00:04Z four\n";
        Assert.Equal("four", await follow.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)));
        follow.Kill();
    }

    private Task<Finished> LogsAsync(params string[] options) => node.KubectlAsync(true, null, ["logs", "web", "-c", "main", .. options]);
}
