using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Engine;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>The life of one container of a group: create, start, wait for its end, and again as the restart policy says. A restarted container is a new one, as in ACI.</summary>
internal sealed class ContainerLoop(ContainerGroup group, Container spec, Func<CreateContainerParameters> blueprint, string? restartPolicy, Services services)
{
    /// <summary>What shells answer for a command that cannot be run; the engine's own reason is in the event.</summary>
    private const int CannotStart = 128;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(5);
    private readonly RestartPolicy _policy = new(restartPolicy);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<string>? _prepared;

    public string Name => spec.Name!;

    /// <summary>Completes when the container has been started for the first time, or has failed to.</summary>
    public Task FirstStart => _started.Task;

    /// <summary>Completes when the container has ended and is to be started again.</summary>
    public Task FirstRestart => _restarted.Task;

    /// <summary>Creates the first container ahead of its start: the engine does it while others start.</summary>
    public void Prepare() => _prepared = services.Containers.CreateAsync(blueprint());

    /// <summary>Completes when nothing more is being created, however that went.</summary>
    public Task SettledAsync() => (_prepared ?? Task.CompletedTask).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Runs until the container has ended for good.</summary>
    /// <param name="adopted">A container that a former process started; null = start one.</param>
    /// <param name="cancellation">Ends the loop; the containers are then the caller's to remove.</param>
    /// <returns>The last exit code.</returns>
    public async Task<int> RunAsync(string? adopted, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                ContainerExit exit;
                try
                {
                    exit = (adopted is null ? null : await EndedMeanwhileAsync(adopted)) ?? await OnceAsync(adopted, cancellation);
                }
                catch (EngineUnavailableException) when (_started.Task.IsCompletedSuccessfully)
                {
                    await Task.Delay(LookAgain, services.Time, cancellation);
                    continue;
                }

                adopted = null;
                _started.TrySetResult();
                if (!_policy.Restarts(exit.Code))
                    return exit.Code;
                _restarted.TrySetResult();
                await BackOffAsync(_policy.Delay(exit.FinishTime - exit.StartTime), cancellation);
            }
        }
        catch (Exception e)
        {
            _started.TrySetException(e);
            _ = _started.Task.Exception;
            throw;
        }
    }

    /// <summary>How an adopted container ended while nobody looked, or before that; null when it runs.</summary>
    private async Task<ContainerExit?> EndedMeanwhileAsync(string id)
    {
        var known = group.Record.StatusOf(Name);
        _policy.Resume(known.RestartCount);
        if (await services.Containers.InspectAsync(id) is { State.Running: true })
            return null;
        if (known.Current.State != "Running")
        {
            // Its end is noted already: what remains is to wait for its next start, or nothing.
            var last = known.Current.State == "Terminated" ? known.Current : known.Previous;
            var time = last?.FinishTime ?? services.Time.GetUtcNow();
            return new ContainerExit(last?.ExitCode ?? CannotStart, last?.StartTime ?? time, time);
        }

        var exit = await WaitForExitAsync(id, services, CancellationToken.None);
        Note(exit);
        return exit;
    }

    private async Task<ContainerExit> OnceAsync(string? adopted, CancellationToken cancellation)
    {
        try
        {
            var id = adopted ?? await StartAsync(cancellation);
            var process = await NoteRunningAsync(id);
            _started.TrySetResult();
            using var probing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var probes = new ContainerProbes(group, spec, id, services).RunAsync(probing.Token);
            var exit = await WaitForExitAsync(id, services, cancellation, ProcessEnds.WaitAsync(process));
            await probing.CancelAsync();
            await probes;
            Note(exit);
            return exit;
        }
        catch (DockerApiException e)
        {
            return NoteFailure(e);
        }
    }

    private async Task<string> StartAsync(CancellationToken cancellation)
    {
        var prepared = _prepared;
        _prepared = null;
        if (prepared is null)
        {
            if (group.Record.StatusOf(Name).ContainerId is { } old)
                await services.Containers.RemoveAsync(old);
            cancellation.ThrowIfCancellationRequested();
            // Kept until it is done, so that nobody removes the group's containers while one more is being made.
            prepared = _prepared = services.Containers.CreateAsync(blueprint());
        }

        var id = await prepared;
        _prepared = null;
        cancellation.ThrowIfCancellationRequested();
        group.Note(Name, s => s with { ContainerId = id }, "Created", $"Created container {Name}");
        await services.Containers.StartAsync(id);
        return id;
    }

    /// <returns>The id of its process on this machine; 0 when it has ended already.</returns>
    private async Task<int> NoteRunningAsync(string id)
    {
        var known = group.Record.StatusOf(Name);
        var state = (await services.Containers.InspectAsync(id))?.State;
        var process = (int)(state?.Pid ?? 0);
        if (known.ContainerId == id && known.Current.State == "Running")
            return process;
        var started = Time(state?.StartedAt) ?? services.Time.GetUtcNow();
        group.Note(Name, s => s with { ContainerId = id, Current = new ContainerState { State = "Running", StartTime = started, DetailStatus = "" } }, "Started", $"Started container {Name}");
        return process;
    }

    /// <summary>Waits for the container's end by the engine's events; looks at it only when one of them, or the sign, concerns it.</summary>
    /// <param name="id">The container.</param>
    /// <param name="services">The engine and the clock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="sign">Completes when the container's process has ended, of which the engine may not know yet; null = there is no such sign.</param>
    public static async Task<ContainerExit> WaitForExitAsync(string id, Services services, CancellationToken cancellation, Task? sign = null)
    {
        var soon = FirstLook;
        while (true)
        {
            var next = services.Events.Next(id);
            var now = services.Time.GetUtcNow();
            ContainerInspectResponse? seen;
            try
            {
                seen = await services.Containers.InspectAsync(id);
            }
            catch (EngineUnavailableException)
            {
                // The engine's service restarts now and then; its containers do not.
                await Task.Delay(LookAgain, services.Time, cancellation);
                continue;
            }

            if (seen is not { State: { } state })
                return new ContainerExit(137, now, now);
            if (state is { Running: false, Status: "exited" or "stopped" or "dead" })
                return new ContainerExit((int)state.ExitCode, Time(state.StartedAt) ?? now, Time(state.FinishedAt) ?? now);
            // An event that came before the engine's own note of the end: no other may follow.
            if (next.IsCompleted)
                await Task.WhenAny(services.Events.Next(id), Task.Delay(LookAgain, services.Time, cancellation));
            else if (sign is { IsCompleted: true })
                await Task.WhenAny(next, Task.Delay(soon = soon < LookAgain ? soon * 2 : LookAgain, services.Time, cancellation));
            else
                await Task.WhenAny(next, sign ?? next).WaitAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Note(ContainerExit exit) => group.Note(
        Name,
        s => s with { Current = Ended(exit) },
        exit.Code == 0 ? null : "Failed",
        $"Container {Name} terminated with ExitCode {exit.Code}.",
        warning: true);

    private ContainerExit NoteFailure(DockerApiException e)
    {
        var now = services.Time.GetUtcNow();
        var exit = new ContainerExit(CannotStart, now, now);
        group.Note(Name, s => s with { Current = Ended(exit) }, "Failed", $"Error: Failed to start container {Name}, Error response: {EngineMessage.Of(e)}", warning: true);
        return exit;
    }

    private static ContainerState Ended(ContainerExit exit) => new()
    {
        State = "Terminated",
        StartTime = exit.StartTime,
        FinishTime = exit.FinishTime,
        ExitCode = exit.Code,
        DetailStatus = exit.Code == 0 ? "Completed" : "Error",
    };

    private async Task BackOffAsync(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay > TimeSpan.Zero)
        {
            group.Note(
                Name,
                s => s with { Previous = LastEnd(s), Current = new ContainerState { State = "Waiting", DetailStatus = "CrashLoopBackOff" } },
                "BackOff",
                $"Back-off restarting failed container {Name}",
                warning: true);
            await Task.Delay(delay, services.Time, cancellation);
        }

        group.Note(Name, s => s with
        {
            RestartCount = s.RestartCount + 1,
            Previous = LastEnd(s),
            Current = new ContainerState { State = "Waiting", DetailStatus = "" },
        });
    }

    private static ContainerState? LastEnd(ContainerStatus status) => status.Current.State == "Terminated" ? status.Current : status.Previous;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year > 1 ? time : null;
}
