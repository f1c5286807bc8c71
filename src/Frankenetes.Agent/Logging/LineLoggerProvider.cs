using Microsoft.Extensions.Logging;

namespace Frankenetes.Agent.Logging;

/// <summary>Loggers that share one writer.</summary>
internal sealed class LineLoggerProvider(string component, TextWriter writer, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(component, Write, time);

    public void Dispose()
    {
        lock (_lock) writer.Flush();
    }

    private void Write(string line)
    {
        lock (_lock) writer.WriteLine(line);
    }
}
