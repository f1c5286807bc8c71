using System.Diagnostics;
using System.Globalization;
using Frankenetes.Clusters.Environments;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.LocalAzure;

/// <summary>Starts the local Azure as a process that outlives this one.</summary>
internal sealed class LocalAzureLauncher(LocalAzureOptions options, TimeProvider time)
{
    private const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int LockedExitCode = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // A session of its own: neither the terminal's Ctrl-C nor its end reaches it. `exec` keeps the process id, and so the exit code.
    private const string DetachScript = """
        log=$1; shift
        # What the caller has open (the lock of a flock, a pipe of its own) is not held for as long as this lives.
        exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
        if command -v setsid >/dev/null 2>&1; then exec setsid "$@" </dev/null >>"$log" 2>&1; fi
        trap '' HUP INT
        exec "$@" </dev/null >>"$log" 2>&1
        """;

    /// <summary>Returns the one that lives, or starts one and waits until it is ready.</summary>
    public async Task<LocalAzureDescription> EnsureAsync(CancellationToken cancellationToken) =>
        await LocalAzureProbe.FindAsync(options, cancellationToken).ConfigureAwait(false)
            ?? await StartAsync(cancellationToken).ConfigureAwait(false);

    private async Task<LocalAzureDescription> StartAsync(CancellationToken cancellationToken)
    {
        Check();
        MakeFolder();
        var logStart = new FileInfo(options.LogFile).Length;
        using var process = Start();
        var began = time.GetTimestamp();
        while (true)
        {
            if (await LocalAzureProbe.FindAsync(options, cancellationToken).ConfigureAwait(false) is { } description)
                return description;
            if (process.HasExited && (process.ExitCode != LockedExitCode || time.GetElapsedTime(began) > Limit))
                throw LocalAzureExit.ToFailure(process.ExitCode, LogSince(logStart), options.StateFolder);
            if (time.GetElapsedTime(began) > Limit)
                throw new FrankenetesException(ErrorCatalog.LocalAzureFailed, $"The local Azure was not ready after {Limit.TotalSeconds:0} seconds. {LogSince(logStart)}", options.StateFolder);
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Check()
    {
        if (!OperatingSystem.IsLinux())
            throw new FrankenetesException(ErrorCatalog.LocalAzureUnsupported, "The local Azure runs on Linux only.");
        if (!File.Exists(options.Program))
            throw new FrankenetesException(ErrorCatalog.LocalAzureMissing, $"The local Azure is not at '{options.Program}'.", options.Program);
        if (options.DotNet is null)
            throw new FrankenetesException(ErrorCatalog.DotNetMissing, "No dotnet host was found on PATH, in DOTNET_ROOT or where it is usually installed.");
    }

    private void MakeFolder()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                return;
            Directory.CreateDirectory(options.StateFolder, OwnerOnlyFolder);
            var file = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, UnixCreateMode = OwnerOnlyFile };
            using var log = new FileStream(options.LogFile, file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FrankenetesException(ErrorCatalog.StateFolderUnusable, $"The state folder '{options.StateFolder}' cannot be used: {refused.Message}", options.StateFolder, refused);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = options.StateFolder };
        foreach (var argument in new[] { "-c", DetachScript, "frankenetes", options.LogFile, options.DotNet!, options.Program, "--state", options.StateFolder })
            start.ArgumentList.Add(argument);
        if (options.Port is { } port)
            AddOption(start, "--port", port.ToString(CultureInfo.InvariantCulture));
        if (options.Engine is { } engine)
            AddOption(start, "--engine", engine);
        if (options.Limits is { } limits)
            AddOption(start, "--limits", limits);
        if (options.WithoutContainers)
            start.ArgumentList.Add("--without-containers");
        if (options.IsolateGroups)
            start.ArgumentList.Add("--isolate-groups");
        return Process.Start(start)!;
    }

    private static void AddOption(ProcessStartInfo start, string name, string value)
    {
        start.ArgumentList.Add(name);
        start.ArgumentList.Add(value);
    }

    private string LogSince(long start)
    {
        using var log = new FileStream(options.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(Math.Max(start, log.Length - 4096), SeekOrigin.Begin);
        using var reader = new StreamReader(log);
        return string.Join(' ', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3));
    }
}
