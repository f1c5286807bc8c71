using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>Passes etcd's own log lines (zap's JSON) on, and remembers the last for the case that etcd ends.</summary>
internal sealed class EtcdLog(ILogger logger)
{
    /// <summary>What etcd warns of at every start, and what is meant to be so here: the port is on loopback, and no user logs in by password.</summary>
    private static readonly string[] Expected =
    [
        "Running http and grpc server on single port",
        "simple token is not cryptographically signed",
    ];

    /// <summary>The newest line, shortened; empty = etcd said nothing yet.</summary>
    public string Last { get; private set; } = "";

    public async Task DrainAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
            Write(line);
    }

    private void Write(string line)
    {
        var (level, message) = Parse(line);
        Last = message;
        logger.Log(level, "{Message}", message);
    }

    private static (LogLevel Level, string Message) Parse(string line)
    {
        if (!line.StartsWith('{'))
            return (LogLevel.Warning, line);
        try
        {
            using var json = JsonDocument.Parse(line);
            var level = Text(json, "level") switch
            {
                "debug" => LogLevel.Debug,
                "info" => LogLevel.Information,
                "warn" => LogLevel.Warning,
                _ => LogLevel.Error,
            };
            var message = Text(json, "msg") ?? line;
            if (Expected.Any(expected => message.StartsWith(expected, StringComparison.Ordinal)))
                level = LogLevel.Debug;
            return (level, Text(json, "error") is { } error ? $"{message}: {error}" : message);
        }
        catch (JsonException)
        {
            return (LogLevel.Warning, line);
        }
    }

    private static string? Text(JsonDocument json, string name)
        => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
