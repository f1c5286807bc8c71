using Frankenetes.Agent.Logging;
using Frankenetes.Agent.Processes;
using Frankenetes.Agent.Verbs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.Agent.Tests;

public sealed class AgentTests
{
    [Fact]
    public void An_event_is_one_line_with_time_level_and_component()
    {
        var line = Log("started\non two lines");
        Assert.Equal("2026-11-23T05:10:00.123Z info keeper: started | on two lines", line);
    }

    [Theory]
    [InlineData("GET https://h/acct/control?si=epoch-1&sig=abc%2Fdef%3D&sp=r failed", "abc")]
    [InlineData("client_secret=hunter2&grant_type=x", "hunter2")]
    [InlineData("Authorization: Bearer eyJ0.eyJ1.sig", "eyJ0")]
    [InlineData("DefaultEndpointsProtocol=https;AccountKey=Zm9v;EndpointSuffix=x", "Zm9v")]
    [InlineData("Authorization: SharedKey acct:Zm9vYmFy", "Zm9vYmFy")]
    public void A_secret_in_a_message_is_not_written(string message, string secret)
    {
        var line = Log(message);
        Assert.DoesNotContain(secret, line);
        Assert.Contains("***", line);
    }

    [Theory]
    [InlineData("17 (sh) Z 1 17 17 0 -1", true)]
    [InlineData("17 (a) b (c)) Z 1 17 17 0 -1", true)]
    [InlineData("17 (sh) S 1 17 17 0 -1", false)]
    [InlineData("17 (sh) Z 12 17 17 0 -1", false)]
    [InlineData("17 (Z 1) S 4 17 17 0 -1", false)]
    public void Zombies_of_a_parent_are_told_from_others(string stat, bool zombie) => Assert.Equal(zombie, ProcessTable.IsZombieChild(stat, 1));

    [Fact]
    public void An_installed_copy_replaces_the_old_one_and_is_executable()
    {
        var folder = Directory.CreateTempSubdirectory("frankenetes-agent-test");
        var source = Path.Combine(folder.FullName, "source");
        var target = Path.Combine(folder.FullName, "frankenetes-agent");
        File.WriteAllText(source, "new");
        File.WriteAllText(target, "old and longer");

        Installation.Copy(source, target);

        Assert.Equal("new", File.ReadAllText(target));
        Assert.True(File.GetUnixFileMode(target).HasFlag(UnixFileMode.OtherExecute));
        Assert.Equal(2, folder.GetFiles().Length);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_unknown_verb_is_bad_usage()
    {
        var error = new StringWriter();
        Assert.Equal(2, await VerbTable.RunAsync(["dance"], TextWriter.Null, error, CancellationToken.None));
        Assert.Contains("usage:", error.ToString());
    }

    private static string Log(string message)
    {
        var writer = new StringWriter();
        using var provider = new LineLoggerProvider("keeper", writer, new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 5, 10, 0, 123, TimeSpan.Zero)));
        provider.CreateLogger("any").LogInformation("{Text}", message);
        return writer.ToString().TrimEnd();
    }
}
