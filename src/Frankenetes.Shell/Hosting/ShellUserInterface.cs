using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Frankenetes.Shell.Hosting;

/// <summary>Writes what the engine has to say and asks what it has to ask: output on standard output, all else on standard error.</summary>
internal sealed class ShellUserInterface(Terminal terminal) : PSHostUserInterface
{
    private readonly Questions _questions = new(terminal);
    private readonly ShellRawUserInterface _raw = new(terminal);
    private TextWriter? _captured;
    private bool _capturesColour;

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI => _raw;

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _captured is null ? terminal.ShowsOutput && terminal.HasColour : _capturesColour;

    /// <summary>Whether errors are shown in colour.</summary>
    internal bool ColoursErrors => terminal.ShowsErrors && terminal.HasColour;

    /// <summary>The progress line at the foot of the terminal.</summary>
    internal ProgressLine Progress { get; } = new(terminal);

    /// <summary>Until the answer is disposed, output goes to the writer instead.</summary>
    /// <param name="writer">Takes the output.</param>
    /// <param name="columns">How wide the output is formatted; null for the terminal's own width.</param>
    /// <param name="colour">Whether escape sequences are kept.</param>
    internal IDisposable Capture(TextWriter writer, int? columns, bool colour = false)
    {
        var before = (_captured, _raw.FixedColumns, _capturesColour);
        (_captured, _raw.FixedColumns, _capturesColour) = (writer, columns ?? _raw.FixedColumns, colour);
        return new Restore(() => (_captured, _raw.FixedColumns, _capturesColour) = before);
    }

    /// <inheritdoc/>
    public override void Write(string value)
    {
        if (_captured is null)
            Progress.Clear();
        (_captured ?? terminal.Out).Write(GetOutputString(value, SupportsVirtualTerminal));
    }

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => Tell("", value, FormatStyle.Error);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => Tell("WARNING: ", message, FormatStyle.Warning);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => Tell("VERBOSE: ", message, FormatStyle.Verbose);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => Tell("DEBUG: ", message, FormatStyle.Debug);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record) => Progress.Show(sourceId, record);

    /// <inheritdoc/>
    public override string ReadLine()
    {
        Progress.Clear();
        return _questions.ReadLine();
    }

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString()
    {
        Progress.Clear();
        return _questions.ReadSecret();
    }

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        Progress.Clear();
        return _questions.AskFields(caption, message, descriptions);
    }

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Progress.Clear();
        return _questions.AskChoice(caption, message, choices, defaultChoice);
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        Progress.Clear();
        return _questions.AskCredential(caption, message, userName);
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private void Tell(string prefix, string text, FormatStyle style)
    {
        Progress.Clear();
        terminal.Error.WriteLine(ColoursErrors
            ? $"{GetFormatStyleString(style)}{prefix}{text}\e[0m"
            : prefix + GetOutputString(text, supportsVirtualTerminal: false));
    }

    private sealed class Restore(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }
}
