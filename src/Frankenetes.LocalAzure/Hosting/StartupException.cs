namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Why LocalAzure cannot start: one line for standard error and the process's exit code.</summary>
public sealed class StartupException : Exception
{
    /// <summary>The exit code of <see cref="EngineMissing"/>.</summary>
    public const int EngineMissingCode = 3;

    /// <summary>The exit code of <see cref="PortInUse"/>.</summary>
    public const int PortInUseCode = 4;

    private StartupException(int exitCode, string message, Exception? inner = null) : base(message, inner) => ExitCode = exitCode;

    /// <summary>2 bad usage, 3 something missing (the engine, mostly), 4 port in use, 5 state folder locked, 6 state folder unusable.</summary>
    public int ExitCode { get; }

    public static StartupException BadUsage(string message) => new(2, message);

    public static StartupException EngineMissing(string message, Exception? inner = null) => new(EngineMissingCode, message, inner);

    public static StartupException PortInUse(int port) =>
        new(PortInUseCode, $"Port {port} is in use. End what listens there, or choose another with --port (three in a row are needed).");

    public static StartupException StateLocked(string folder) =>
        new(5, $"Another LocalAzure already runs on the state folder '{folder}'. Use that one, or give this one another folder with --state.");

    public static StartupException HoldsContainers(string folder) =>
        new(6, $"The state folder '{folder}' holds container groups with containers. --without-containers is for a folder of its own: name another with --state.");

    public static StartupException UnusableState(string folder, Exception inner) =>
        new(6, $"The state folder '{folder}' cannot be used: {inner.Message}", inner);
}
