using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Tests.Pipeline;

public class DurationAttributeTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("2d", 172800)]
    [InlineData("'2m'", 120)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData("90", 90)]
    [InlineData("0.5", 0.5)]
    [InlineData("([timespan]'0:1:0')", 60)]
    [InlineData("'0:1:0'", 60)]
    [InlineData("(30s)", 30)]
    public void Durations_are_taken_as_people_write_them(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(Run($"Get-TestDuration {text}").Output));

    [Theory]
    [InlineData("soon")]
    [InlineData("''")]
    [InlineData("-5s")]
    [InlineData("(-5)")]
    [InlineData("5x")]
    [InlineData("99999999999999999999")]
    public void What_is_none_is_refused(string text)
    {
        var (output, errors) = Run($"try {{ Get-TestDuration {text} }} catch {{ $_.FullyQualifiedErrorId }}");
        Assert.Empty(errors);
        Assert.Matches("^(CannotConvertArgument|ParameterArgumentTransformationError)", Assert.Single(output).ToString());
    }

    private static (List<object> Output, List<ErrorRecord> Errors) Run(string script)
    {
        var session = InitialSessionState.CreateDefault2();
        session.Commands.Add(new SessionStateCmdletEntry("Get-TestDuration", typeof(GetTestDurationCommand), null));
        using var shell = PowerShell.Create(session);
        return ([.. shell.AddScript(script).Invoke().Select(value => value.BaseObject)], [.. shell.Streams.Error]);
    }

    [Cmdlet(VerbsCommon.Get, "TestDuration")]
    public sealed class GetTestDurationCommand : Cmdlet
    {
        [Parameter(Position = 0)]
        [Duration]
        public TimeSpan Duration { get; set; }

        protected override void ProcessRecord() => WriteObject(Duration);
    }
}
