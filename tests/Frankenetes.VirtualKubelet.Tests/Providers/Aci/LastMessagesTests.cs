using Frankenetes.VirtualKubelet.Providers.Aci;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

public sealed class LastMessagesTests
{
    private const string Mark = "frankenetes-pod message YmVjYXVzZQ==\n";

    [Theory]
    [InlineData("one\ntwo\n" + Mark, null, "one\ntwo\n")]
    [InlineData("one\ntwo\n" + Mark, 1, "two\n")]
    [InlineData(Mark, null, "")]
    [InlineData("one\n2026-01-01T00:00:01Z " + Mark, null, "one\n")]
    [InlineData("one\ntwo\n", 1, "two\n")]
    [InlineData("one\nit said: frankenetes-pod message YmVjYXVzZQ==\n", null, "one\nit said: frankenetes-pod message YmVjYXVzZQ==\n")]
    [InlineData("frankenetes-pod message of mine!\n", null, "frankenetes-pod message of mine!\n")]
    public async Task Logs_show_what_the_program_wrote_alone(string log, int? tail, string expected) =>
        Assert.Equal(expected, await LastMessages.HideAsync(lines => Task.FromResult(Cut(log, lines)), tail));

    private static string Cut(string log, int? lines) => lines is { } count ? string.Concat(log.TrimEnd('\n').Split('\n').TakeLast(count).Select(line => line + "\n")) : log;
}
