using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Frankenetes.Agent.Logging;

/// <summary>Writes <c>2026-11-23T05:10:00.123Z info keeper: …</c>, whatever the message holds: one event is one line.</summary>
internal sealed class LineLogger(string component, Action<string> write, TimeProvider time) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (exception is not null) text += $": {exception}";
        var when = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        write($"{when} {Name(logLevel)} {component}: {SecretMask.Hide(text.ReplaceLineEndings(" | "))}");
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
