using System.Globalization;
using Frankenetes.LocalAzure.Limits;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>What the command line says.</summary>
/// <param name="StateFolder">Where everything is kept.</param>
/// <param name="Port">The first of three ports in a row; null = the remembered one, or the first free three from 8443; 0 = the first free three, whatever is remembered.</param>
/// <param name="Engine">A Docker Engine API endpoint (<c>unix:///…</c>); null = looked for.</param>
/// <param name="IdleExit">End when nothing runs and nobody has asked for anything for ten minutes.</param>
/// <param name="WithoutContainers">Run no container at all and say that all run: for measurements of ARM's side alone.</param>
internal sealed record StartOptions(string StateFolder, int? Port = null, Uri? Engine = null, bool IdleExit = false, bool WithoutContainers = false)
{
    public const string Usage =
        "Usage: dotnet Frankenetes.LocalAzure.dll [--state DIR] [--port N] [--engine unix:///path.sock] [--idle-exit] [--limits azure|off|creates=N] [--without-containers] [--isolate-groups]";

    /// <summary>How many requests are taken: as many as by Azure, unless told otherwise.</summary>
    public RequestLimitOptions Limits { get; init; } = new();

    /// <summary>Let container groups meet only at the ports that their addresses publish, as on Azure; remembered.</summary>
    public bool IsolateGroups { get; init; }

    /// <exception cref="StartupException">An argument is unknown or malformed (exit code 2).</exception>
    public static StartOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new StartOptions(State.StateFolder.DefaultPath);
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--state" => options with { StateFolder = Value(arguments, ref i) },
                "--port" => options with { Port = ParsePort(Value(arguments, ref i)) },
                "--engine" => options with { Engine = ParseEngine(Value(arguments, ref i)) },
                "--idle-exit" => options with { IdleExit = true },
                "--limits" => options with { Limits = ParseLimits(Value(arguments, ref i)) },
                "--without-containers" => options with { WithoutContainers = true },
                "--isolate-groups" => options with { IsolateGroups = true },
                var unknown => throw StartupException.BadUsage($"Unknown argument '{unknown}'. {Usage}"),
            };
        }

        return options;
    }

    private static string Value(IReadOnlyList<string> arguments, ref int i) =>
        ++i < arguments.Count ? arguments[i] : throw StartupException.BadUsage($"'{arguments[i - 1]}' needs a value. {Usage}");

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65533
            ? port
            : throw StartupException.BadUsage($"--port must be a number from 1 to 65533, or 0 for the first that are free, not '{text}'.");

    private static RequestLimitOptions ParseLimits(string text) =>
        RequestLimitOptions.Parse(text) ?? throw StartupException.BadUsage($"--limits must be azure, off or creates=N (in five minutes, 1 to 100000), not '{text}'.");

    private static Uri ParseEngine(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "unix" or "tcp" or "http" or "https"
            ? uri!
            : throw StartupException.BadUsage($"--engine must be an endpoint such as unix:///run/podman/podman.sock, not '{text}'.");
}
