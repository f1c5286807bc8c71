namespace Frankenetes.Shell.Tests.Sessions;

public sealed class ScriptFileTests : IDisposable
{
    private readonly ShellProcess _shell = new();

    [Fact]
    public async Task Arguments_are_bound_as_names_switches_and_positions()
    {
        var result = await _shell.RunScriptAsync(
            """
            param([string] $Name, [switch] $Loud, [switch] $Soft, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Name|$Loud|$Soft|$($Rest -join ',')"
            """,
            "-Name", "two words", "-Loud", "-Soft:$false", "first", "$second");
        Assert.Equal("two words|True|False|first,$second\n", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("exit", 0)]
    [InlineData("sh -c 'exit 4'", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-Nothing; 'goes on'", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Nothing; 'goes on'", 1)]
    [InlineData("if (", 1)]
    public async Task The_exit_code_is_that_of_exit_or_1_after_an_error_that_ended_the_script(string text, int expected) =>
        Assert.Equal(expected, (await _shell.RunScriptAsync(text)).ExitCode);

    [Fact]
    public async Task An_exit_in_a_script_that_was_called_ends_only_that_one()
    {
        var inner = _shell.Write("inner.ps1", "exit 5");
        var result = await _shell.RunScriptAsync($"& '{inner}'; \"then $LASTEXITCODE\"; exit 6");
        Assert.Equal((6, "then 5\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Errors_go_to_standard_error_and_say_where_they_arose()
    {
        var result = await _shell.RunScriptAsync("'before'\nthrow 'Überlauf'");
        Assert.Equal("before\n", result.Output);
        Assert.Contains("script.ps1:2", result.Error);
        Assert.Contains("Überlauf", result.Error);
        Assert.DoesNotContain('\e', result.Error);
    }

    [Fact]
    public async Task The_automatic_variables_are_those_of_PowerShell()
    {
        var result = await _shell.RunScriptAsync("\"$PSScriptRoot|$IsLinux|$($PSVersionTable.PSEdition)|$($PSVersionTable.PSVersion.Major)\"");
        Assert.Equal($"{_shell.Folder}|{OperatingSystem.IsLinux()}|Core|7\n", result.Output);
    }

    [Fact]
    public async Task Native_commands_take_pipes_give_captures_and_leave_their_exit_code()
    {
        var result = await _shell.RunScriptAsync(
            """
            'b', 'a' | sort
            $captured = sh -c 'echo one; echo two; exit 3'
            "$($captured.Count) $LASTEXITCODE"
            sh -c 'echo shown; echo aside >&2'
            $both = sh -c 'echo out; echo err >&2' 2>&1
            # The streams are read apart: which comes first is anybody's guess.
            $both | ForEach-Object { $_.GetType().Name } | sort
            """);
        Assert.Equal("a\nb\n2 3\nshown\nErrorRecord\nString\n", result.Output);
        Assert.Equal("aside\n", result.Error);
    }

    [Fact]
    public async Task Objects_are_shown_in_tables_and_Out_String_gives_the_same_text()
    {
        const string Table = "\nA B\n- -\n1 é\n\n";
        var result = await _shell.RunScriptAsync(
            """
            $o = [pscustomobject] @{ A = 1; B = 'é' }
            [Console]::Out.Write(($o | Out-String))
            $o | cat
            $o | Out-String -Stream | ForEach-Object { "<$_>" }
            $o
            """);
        Assert.Equal(Table + Table + "<>\n<A B>\n<- ->\n<1 é>\n<>\n" + Table, result.Output);
    }

    [Fact]
    public async Task A_missing_script_is_said_and_is_a_usage_error()
    {
        var result = await ShellProcess.RunAsync(["-File", Path.Combine(_shell.Folder, "absent.ps1")]);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("absent.ps1", result.Error);
    }

    public void Dispose() => _shell.Dispose();
}
