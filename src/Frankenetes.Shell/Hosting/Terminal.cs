namespace Frankenetes.Shell.Hosting;

/// <summary>What the process is connected to: three streams, and which of them a person sees.</summary>
internal sealed class Terminal
{
    /// <summary>Where ordinary output goes.</summary>
    internal required TextWriter Out { get; init; }

    /// <summary>Where errors, warnings and progress go.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>Where lines come from.</summary>
    internal required TextReader In { get; init; }

    /// <summary>Whether a person can answer: standard input is a terminal and questions were not forbidden.</summary>
    internal required bool CanAsk { get; init; }

    /// <summary>Whether standard output is a terminal.</summary>
    internal required bool ShowsOutput { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    internal required bool ShowsErrors { get; init; }

    /// <summary>Whether the terminal understands escape sequences and the user wants colour (NO_COLOR, see no-color.org).</summary>
    internal required bool HasColour { get; init; }

    /// <summary>Columns; null means that there is no terminal to measure.</summary>
    internal Func<int?> Columns { get; init; } = static () => null;

    /// <summary>Reads one key without showing it.</summary>
    internal Func<ConsoleKeyInfo> ReadKey { get; init; } = static () => throw new InvalidOperationException("There is no keyboard.");

    /// <summary>Until the answer is disposed, Ctrl-C is a key and no signal.</summary>
    internal Func<IDisposable?> TakeControlKeys { get; init; } = static () => null;

    /// <summary>The terminal of this process.</summary>
    internal static Terminal OfProcess(bool nonInteractive) => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        CanAsk = !nonInteractive && !Console.IsInputRedirected,
        ShowsOutput = !Console.IsOutputRedirected,
        ShowsErrors = !Console.IsErrorRedirected,
        HasColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null or ""),
        Columns = static () => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? null : Console.WindowWidth,
        ReadKey = static () => Console.ReadKey(intercept: true),
        TakeControlKeys = static () => new ControlKeys(),
    };

    private sealed class ControlKeys : IDisposable
    {
        public ControlKeys() => Console.TreatControlCAsInput = true;

        public void Dispose() => Console.TreatControlCAsInput = false;
    }
}
