using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>A <c>podman system service</c> on a socket of our own. It is our child and ends with us, also when we are killed; its containers live on.</summary>
internal sealed class PodmanService : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly string _podman;
    private readonly string _configuration;
    private readonly string _socket;
    private readonly string _processIdFile;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Process? _process;

    private PodmanService(string podman, StateFolder state, ILogger logger)
    {
        (_podman, _logger) = (podman, logger);
        _configuration = PodmanConfiguration.Write(state);
        _socket = SocketPath(state);
        _processIdFile = Path.Combine(state.Folder("engine"), "podman.pid");
    }

    public Uri Endpoint => new("unix://" + _socket);

    /// <exception cref="StartupException">It does not answer in time (exit code 3).</exception>
    public static async Task<PodmanService> StartAsync(string podman, StateFolder state, ILogger logger)
    {
        var service = new PodmanService(podman, state, logger);
        service.EndLeftover();
        new Thread(service.Supervise) { IsBackground = true, Name = "podman service" }.Start();
        var clock = Stopwatch.StartNew();
        while (!await service.AnswersAsync())
        {
            if (clock.Elapsed > StartLimit)
            {
                await service.DisposeAsync();
                throw StartupException.EngineMissing($"'{podman} system service' did not answer within {StartLimit.TotalSeconds} s. Run '{podman} info' to see why.");
            }

            await Task.Delay(20);
        }

        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_process is { HasExited: false } process)
            Signals.Send(process.Id, Signals.Terminate);
        await Task.WhenAny(_ended.Task, Task.Delay(TimeSpan.FromSeconds(3)));
        if (_process is { HasExited: false } stubborn)
            stubborn.Kill();
        File.Delete(_processIdFile);
        File.Delete(_socket);
        _ending.Dispose();
    }

    /// <summary>Runs the service for as long as we live, and again when it ends by itself. The thread must not end before us: the kernel ties the
    /// parent-death signal to the thread that started the child.</summary>
    private void Supervise()
    {
        while (!_ending.IsCancellationRequested)
        {
            File.Delete(_socket);
            FinishRemovals();
            using var process = Process.Start(ServiceStart())!;
            _process = process;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, line) => Log(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            AtomicFile.Write(_processIdFile, System.Text.Encoding.ASCII.GetBytes(process.Id.ToString(CultureInfo.InvariantCulture)));
            process.WaitForExit();
            _process = null;
            if (_ending.IsCancellationRequested)
                break;
            _logger.LogWarning("The Podman service ended with code {ExitCode}; starting it again", process.ExitCode);
            _ending.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
        }

        _ended.TrySetResult();
    }

    /// <summary>
    /// A service that is killed while it removes a container leaves it in the books with no storage behind it, and then no question that touches it is answered ("container not known", "layer not
    /// known"): removed once more, it is gone. One that another service is just removing is gone a little sooner.
    /// </summary>
    private void FinishRemovals()
    {
        var cutOff = Run("ps", "--all", "--quiet", "--no-trunc", "--filter", "status=removing", "--filter", $"label={Containers.InstanceLabel}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (cutOff.Length == 0)
            return;
        _logger.LogWarning("Removing {Count} containers whose removal was cut off", cutOff.Length);
        Run(["rm", "--force", "--volumes", .. cutOff]);
    }

    private string Run(params string[] arguments)
    {
        using var process = Process.Start(StartInfo([_podman, .. arguments]))!;
        process.ErrorDataReceived += (_, line) => Log(line.Data);
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private ProcessStartInfo ServiceStart()
    {
        string[] service = [_podman, "system", "service", "--time=0", Endpoint.ToString()];
        return StartInfo(Executables.Find("setpriv") is { } setpriv ? [setpriv, "--pdeathsig", "TERM", "--", .. service] : service);
    }

    private ProcessStartInfo StartInfo(string[] command)
    {
        var info = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        info.Environment["CONTAINERS_CONF"] = _configuration;
        info.Environment["PATH"] = Executables.SearchPath;
        return info;
    }

    private void Log(string? line)
    {
        if (!string.IsNullOrEmpty(line))
            _logger.LogDebug("podman: {Line}", line);
    }

    private async Task<bool> AnswersAsync()
    {
        if (!File.Exists(_socket))
            return false;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await probe.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Ends the service of a LocalAzure that was killed where the parent-death signal was not to be had. Only a process that names our socket is touched.</summary>
    private void EndLeftover()
    {
        if (!File.Exists(_processIdFile) || !int.TryParse(File.ReadAllText(_processIdFile), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return;
        var commandLine = $"/proc/{id}/cmdline";
        if (File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(Endpoint.ToString(), StringComparison.Ordinal))
            Signals.Send(id, Signals.Terminate);
    }

    /// <summary>In the state folder, unless its path is longer than a socket's address may be; then in a new private folder.</summary>
    private static string SocketPath(StateFolder state)
    {
        const int longestAddress = 107;
        var path = Path.Combine(state.Folder("engine"), "podman.sock");
        return System.Text.Encoding.UTF8.GetByteCount(path) <= longestAddress
            ? path
            : Path.Combine(Directory.CreateTempSubdirectory("frankenetes-").FullName, "podman.sock");
    }
}
