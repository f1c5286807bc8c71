using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Frankenetes.Shell.Hosting;

/// <summary>The host that the engine and the scripts see as <c>$Host</c>.</summary>
internal sealed class ShellHost(Terminal terminal) : PSHost
{
    private readonly ShellUserInterface _ui = new(terminal);
    private PSObject? _self;

    /// <inheritdoc/>
    public override string Name => "Frankenetes.Shell";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <summary>This host itself: a cmdlet sees only the engine's wrapper around it.</summary>
    public override PSObject PrivateData => _self ??= new PSObject(this);

    /// <summary>The code that a script or a line asked the process to end with; null while none has.</summary>
    internal int? RequestedExitCode { get; set; }

    /// <summary>Runs a prompt inside a pipeline that waits (the answer Suspend to a question); null refuses it.</summary>
    internal Action? NestedPrompt { get; set; }

    /// <summary>Whether the innermost nested prompt was told to end.</summary>
    internal bool LeavesNestedPrompt { get; set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
            throw new HostException("There is no prompt to go to: this shell runs a script. Answer yes or no, or start the shell without a script.");
        NestedPrompt();
    }

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => LeavesNestedPrompt = true;

    // A native command writes over the progress line, so it goes first.

    /// <inheritdoc/>
    public override void NotifyBeginApplication() => _ui.Progress.Clear();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
