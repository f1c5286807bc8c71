using Microsoft.Extensions.Logging;

namespace Frankenetes.Agent.Logging;

/// <summary>Makes the loggers of a verb: one line an event.</summary>
internal static class LineLoggers
{
    /// <param name="component">The name that lines bear, for example <c>keeper</c>.</param>
    /// <param name="writer">Where lines go.</param>
    public static ILoggerFactory Create(string component, TextWriter writer)
    {
        var level = Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable("FRANKENETES_LOG_LEVEL"), ignoreCase: true, out var asked) ? asked : LogLevel.Information;
        return LoggerFactory.Create(logging => logging
            .SetMinimumLevel(level)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddProvider(new LineLoggerProvider(component, writer, TimeProvider.System)));
    }
}
