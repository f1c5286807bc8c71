using System.Diagnostics;

namespace Frankenetes.Shell.Tests.Sessions;

public sealed class SignalTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_the_script_and_lets_it_clean_up(string signal, int expected)
    {
        using var shell = ShellProcess.Start("-Command", "try { 'begun'; while ($true) { } } finally { [Console]::WriteLine('cleaned') }");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Equal("begun", await shell.StandardOutput.ReadLineAsync(limit.Token));
        using var kill = Process.Start("kill", $"-{signal} {shell.Id}");
        Assert.Equal("cleaned", await shell.StandardOutput.ReadLineAsync(limit.Token));
        await shell.WaitForExitAsync(limit.Token);
        Assert.Equal(expected, shell.ExitCode);
    }
}
