using System.Runtime.CompilerServices;
using Frankenetes.Shell.Tests.Sessions;

namespace Frankenetes.Shell.Tests.Pester;

/// <summary>What the stand-in for Pester says of files that fail; what it says of those that pass is tests/StandIn.Tests.ps1.</summary>
public sealed class StandInTests : IDisposable
{
    private static readonly string Runner = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", "Pester", "Run.ps1"));
    private readonly ShellProcess _shell = new();

    [Theory]
    [InlineData("Describe 'd' { It 'fails' { 1 | Should -Be 2 }; It 'passes' { 1 | Should -Be 1 } }", 1, 1, 0)]
    [InlineData("Describe 'd' { BeforeAll { throw 'no' }; It 'a' { }; Context 'c' { It 'b' { } } }", 0, 2, 0)]
    [InlineData("Describe 'd' { BeforeEach { throw 'no' }; It 'a' { }; It 'b' { } }", 0, 2, 0)]
    [InlineData("Describe 'd' { AfterEach { throw 'no' }; It 'a' { } }", 0, 1, 0)]
    [InlineData("Describe 'd' { AfterAll { throw 'no' }; It 'a' { } }", 1, 1, 0)]
    [InlineData("BeforeAll { throw 'no' }; Describe 'd' { It 'a' { } }", 0, 1, 0)]
    [InlineData("throw 'no'", 0, 1, 0)]
    [InlineData("Describe 'd' { if ( }", 0, 1, 0)]
    [InlineData("Describe 'd' { It 'a' -ForEach @() { } }", 0, 1, 0)]
    [InlineData("Describe 'd' { It 'a' { Set-ItResult -Skipped -Because 'of this' }; It 'b' -Skip { } }", 0, 0, 2)]
    [InlineData("Describe 'd' -Tag RequiresPwsh { It 'a' { throw 'no' } }; Describe 'e' { It 'b' -Tag RequiresPwsh { throw 'no' } }", 0, 0, 2)]
    public async Task Failures_are_counted_wherever_they_arise(string text, int passed, int failed, int notRun)
    {
        var result = await RunAsync(text);
        Assert.EndsWith($"Tests passed: {passed}, failed: {failed}, not run: {notRun}\n", result.Output);
        Assert.Equal(failed > 0 ? 1 : 0, result.ExitCode);
    }

    [Fact]
    public async Task A_failure_shows_the_claim_and_the_line_of_the_test()
    {
        var result = await RunAsync("Describe 'outer' {\n  It 'differs' {\n    'a' | Should -Be 'b' -Because 'so'\n  }\n}");
        Assert.Contains("[-] differs", result.Output);
        Assert.Contains("Expected 'a' to be 'b', because so, but it does not.", result.Output);
        Assert.Contains("x.Tests.ps1: line 3", result.Output);
    }

    [Fact]
    public async Task Tear_down_runs_after_a_failure()
    {
        var mark = Path.Combine(_shell.Folder, "mark");
        await RunAsync($"Describe 'd' {{ AfterAll {{ [System.IO.File]::AppendAllText('{mark}', 'all') }}; AfterEach {{ [System.IO.File]::AppendAllText('{mark}', 'each ') }}; It 'a' {{ throw 'no' }} }}");
        Assert.Equal("each all", await File.ReadAllTextAsync(mark));
    }

    public void Dispose() => _shell.Dispose();

    private Task<ShellResult> RunAsync(string text) =>
        ShellProcess.RunAsync(["-NoProfile", "-File", Runner, "-StandIn", "-Path", _shell.Write("x.Tests.ps1", text)]);

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
