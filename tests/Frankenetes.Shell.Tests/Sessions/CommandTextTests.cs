namespace Frankenetes.Shell.Tests.Sessions;

public sealed class CommandTextTests
{
    [Theory]
    [InlineData("exit 5", 5)]
    [InlineData("sh -c 'exit 4'", 1)]
    [InlineData("Get-Nothing", 1)]
    [InlineData("Get-Nothing; 1", 0)]
    [InlineData("throw 'no'", 1)]
    public async Task The_exit_code_tells_whether_the_last_command_succeeded(string text, int expected) =>
        Assert.Equal(expected, (await ShellProcess.RunAsync(["-NoProfile", "-Command", text])).ExitCode);

    [Fact]
    public async Task The_words_after_Command_are_one_text()
    {
        var result = await ShellProcess.RunAsync(["-c", "1", "+", "2"]);
        Assert.Equal("3\n", result.Output);
    }

    [Fact]
    public async Task Progress_is_not_written_where_there_is_no_terminal()
    {
        var result = await ShellProcess.RunAsync(["-c", "$Host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, 'Working', 'on it')); 'done'"]);
        Assert.Equal(("done\n", ""), (result.Output, result.Error));
    }

    [Fact]
    public async Task A_question_without_a_terminal_is_refused_and_says_what_to_write_instead()
    {
        var result = await ShellProcess.RunAsync(
            ["-c", "$ErrorActionPreference = 'Stop'; function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('dev')) { 'done' } }; f"],
            "Y\n");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("-Confirm:$false", result.Error);
        Assert.Equal("", result.Output);
    }
}
