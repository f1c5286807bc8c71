using System.Globalization;
using System.Management.Automation;
using Frankenetes.Shell.Hosting;

namespace Frankenetes.Shell.Formatting;

/// <summary>
/// Turns objects into the text that the prompt would show. It belongs to the Utility module, but the engine itself calls it by name
/// for whatever is piped to a native command, so a shell without that module must bring it.
/// </summary>
[Cmdlet(VerbsData.Out, "String", DefaultParameterSetName = "NoNewLineFormatting")]
[OutputType(typeof(string))]
public sealed class OutStringCommand : PSCmdlet
{
    private readonly List<PSObject> _waiting = [];
    private readonly List<string> _lines = [];

    /// <summary>What is shown; null shows nothing.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Gives each line as a string of its own instead of one string for all.</summary>
    [Parameter(ParameterSetName = "StreamFormatting")]
    public SwitchParameter Stream { get; set; }

    /// <summary>Columns; the host's when left out.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int? Width { get; set; }

    /// <summary>Leaves out what parts the lines.</summary>
    [Parameter(ParameterSetName = "NoNewLineFormatting")]
    public SwitchParameter NoNewline { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (InputObject?.BaseObject)
        {
            case null:
                return;
            // A text is its own form; a native command downstream must get it at once, not at the end.
            case string text:
                Flush();
                Emit(text);
                break;
            default:
                _waiting.Add(InputObject);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Flush();
        if (!Stream)
            WriteObject(NoNewline ? string.Concat(_lines) : string.Concat(_lines.Select(line => line + Environment.NewLine)));
    }

    private void Flush()
    {
        if (_waiting.Count == 0)
            return;
        foreach (var line in Format().Split(Environment.NewLine)[..^1])
            Emit(line);
        _waiting.Clear();
    }

    // Out-Host is the engine's own formatter; the host takes its lines for us.
    private string Format()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var ui = (ShellUserInterface)((ShellHost)Host.PrivateData.BaseObject).UI;
        using var capture = ui.Capture(text, Width);
        InvokeCommand.InvokeScript("$input | Out-Host", useNewScope: true, System.Management.Automation.Runspaces.PipelineResultTypes.None, _waiting);
        return text.ToString();
    }

    private void Emit(string line)
    {
        if (Stream)
            WriteObject(line);
        else
            _lines.Add(line);
    }
}
