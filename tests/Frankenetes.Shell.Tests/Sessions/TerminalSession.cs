using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Frankenetes.Shell.Tests.Sessions;

/// <summary>The shell at a pseudo terminal, and a person who waits for what it shows before typing on.</summary>
public sealed partial class TerminalSession : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _shown = new();
    private readonly Task _reading;
    private int _seen;

    public TerminalSession(string words = "")
    {
        _process = ShellProcess.StartAtTerminal(words);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>All that was shown, without escape sequences and carriage returns.</summary>
    public string Shown
    {
        get { lock (_shown) return EscapeSequence().Replace(_shown.ToString(), "").Replace("\r", "", StringComparison.Ordinal); }
    }

    /// <summary>All that was shown, byte for byte.</summary>
    public string Raw
    {
        get { lock (_shown) return _shown.ToString(); }
    }

    /// <summary>Types the text; <c>\r</c> is Enter, <c>\x03</c> Ctrl-C.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Types Ctrl-C until the text is shown, as people do: the terminal may be between two programs when the first one comes.</summary>
    public async Task InterruptAsync(string text)
    {
        var watch = Stopwatch.StartNew();
        for (var next = TimeSpan.Zero; !Sees(text); await Task.Delay(20))
        {
            if (watch.Elapsed > Limit)
                throw new TimeoutException($"'{text}' was not shown after Ctrl-C:\n{Shown}");
            if (watch.Elapsed < next)
                continue;
            await TypeAsync("\x03");
            next = watch.Elapsed + TimeSpan.FromSeconds(10);
        }
    }

    /// <summary>Waits until the text is shown, after what was waited for before.</summary>
    public async Task SeeAsync(string text)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var shown = Shown;
            if (Sees(text))
                return;
            if (watch.Elapsed > Limit || _process.HasExited && _reading.IsCompleted)
                throw new TimeoutException($"'{text}' was not shown after:\n{shown}");
            await Task.Delay(20);
        }
    }

    private bool Sees(string text)
    {
        var shown = Shown;
        var at = shown.IndexOf(text, Math.Min(_seen, shown.Length), StringComparison.Ordinal);
        if (at >= 0)
            _seen = at + text.Length;
        return at >= 0;
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is var count && count > 0)
        {
            lock (_shown)
                _shown.Append(buffer, 0, count);
        }
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\e[=>]")]
    private static partial Regex EscapeSequence();
}
