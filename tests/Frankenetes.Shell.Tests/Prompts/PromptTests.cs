using Frankenetes.Shell.Tests.Sessions;

namespace Frankenetes.Shell.Tests.Prompts;

public sealed class PromptTests
{
    [Fact]
    public async Task Lines_from_a_pipe_run_one_by_one_and_exit_ends_them()
    {
        var result = await ShellProcess.RunAsync([], "1 + 1\nif ($true) {\n  'inside'\n}\nexit 4\n'never'\n");
        Assert.Equal((4, "2\ninside\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task The_end_of_the_input_ends_the_shell() => Assert.Equal(0, (await ShellProcess.RunAsync([], "")).ExitCode);

    [Fact]
    public async Task The_prompt_says_once_what_is_missing_and_runs_what_is_typed()
    {
        using var terminal = new TerminalSession();
        await terminal.SeeAsync("without its Utility and Management modules");
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("'a' +\r");
        await terminal.SeeAsync(">> ");
        await terminal.TypeAsync("'b'\r");
        await terminal.SeeAsync("\nab\n");
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("cd /\r");
        await terminal.SeeAsync("PS />");
        await terminal.TypeAsync("exit 3\r");
        Assert.Equal(3, await terminal.EndAsync());
        Assert.Single(terminal.Shown.Split("Utility and Management").Skip(1));
    }

    [Fact]
    public async Task Ctrl_C_stops_what_runs_and_not_the_shell()
    {
        using var terminal = new TerminalSession();
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("try { 'be' + 'gun'; while ($true) { } } finally { [Console]::WriteLine('clean' + 'ed') }\r");
        await terminal.SeeAsync("begun");
        await terminal.TypeAsync("\x03");
        await terminal.SeeAsync("cleaned");
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("sh -c 'echo be\"\"gun; sleep 60'\r");
        await terminal.SeeAsync("begun");
        await terminal.InterruptAsync("PS ");
        await terminal.TypeAsync("exit 5\r");
        Assert.Equal(5, await terminal.EndAsync());
    }

    [Fact]
    public async Task Ctrl_C_drops_the_line_that_is_typed()
    {
        using var terminal = new TerminalSession();
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("exit 9");
        await terminal.SeeAsync("exit 9");
        await terminal.TypeAsync("\x03");
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("exit 2\r");
        Assert.Equal(2, await terminal.EndAsync());
    }

    [Fact]
    public async Task Arrows_edit_the_line_and_bring_back_earlier_ones_and_Tab_completes()
    {
        using var terminal = new TerminalSession();
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("'x12'\x1b[D\x1b[D\u007f3\r");
        await terminal.SeeAsync("\nx32\n");
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("\x1b[A\r");
        await terminal.SeeAsync("\nx32\n");
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("@(Get-Modu\t -ListA\t).Count -ge 0\r");
        await terminal.SeeAsync("\nTrue\n");
        Assert.Contains("@(Get-Module -ListAvailable)", terminal.Shown);
        await terminal.TypeAsync("\x04");
        Assert.Equal(0, await terminal.EndAsync());
    }

    [Fact]
    public async Task A_question_is_asked_at_the_terminal_and_its_answer_taken()
    {
        using var terminal = new TerminalSession(
            "-Command \"function f { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if (\\$PSCmdlet.ShouldProcess('dev')) { 'it is ' + 'done' } }; f; f\"");
        await terminal.SeeAsync("on target \"dev\"");
        await terminal.SeeAsync("[N] No");
        await terminal.TypeAsync("n\r");
        await terminal.SeeAsync("(default is \"Y\"): ");
        await terminal.TypeAsync("yes\r");
        await terminal.SeeAsync("it is done");
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Single(terminal.Shown.Split("it is done").Skip(1));
    }

    [Fact]
    public async Task Progress_is_shown_on_one_line_and_gives_way_to_output()
    {
        using var terminal = new TerminalSession(
            "-Command \"\\$Host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, 'Creating', 'control plane')); 'output'\"");
        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("Creating: control plane\r\e[Koutput", terminal.Raw);
    }

    [Fact]
    public async Task NoExit_goes_on_at_the_prompt()
    {
        using var terminal = new TerminalSession("-NoExit -Command \"\\$kept = 'ke' + 'pt'\"");
        await terminal.SeeAsync("PS ");
        await terminal.TypeAsync("$kept; exit 6\r");
        await terminal.SeeAsync("\nkept\n");
        Assert.Equal(6, await terminal.EndAsync());
    }
}
