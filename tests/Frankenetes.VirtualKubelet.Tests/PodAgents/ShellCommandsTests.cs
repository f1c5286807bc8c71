using System.Text;
using Frankenetes.VirtualKubelet.PodAgents;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.Tests.PodAgents;

public sealed class ShellCommandsTests
{
    private const string Mark = "0123456789abcdef01234567";

    [Theory]
    [InlineData(false, "two  words\n")]
    [InlineData(true, "two  words\r\n")]
    public async Task A_shell_on_a_terminal_brings_output_and_exit_code(bool terminal, string expected)
    {
        await using var shell = await AgentUnderTerminal.StartAsync("/bin/sh");
        await shell.Client.WriteAsync(ShellCommands.Script(new ExecRequest(["sh", "-c", "echo \"$1\"; exit 7", "it's", "two  words"], terminal), Mark), CancellationToken.None);
        var said = new MarkedOutput(shell.Client, Mark);
        using var output = new MemoryStream();
        Assert.True(await said.FindStartAsync(CancellationToken.None));
        Assert.Equal(7, await said.CopyAsync(output, CancellationToken.None));
        Assert.Equal(expected, Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task A_program_that_is_no_shell_never_begins()
    {
        await using var other = await AgentUnderTerminal.StartAsync("sh", "-c", "echo no such program");
        Assert.False(await new MarkedOutput(other.Client, Mark).FindStartAsync(CancellationToken.None));
    }
}
