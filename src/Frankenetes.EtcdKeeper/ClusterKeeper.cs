using System.Net.Sockets;
using System.Net;
using Frankenetes.EtcdKeeper.Checkpoints;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Control;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Gate;
using Frankenetes.EtcdKeeper.Health;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper;

/// <summary>One keeper's life: start the right store, open the gate, do what is asked, end etcd.</summary>
internal sealed class ClusterKeeper(KeeperConfiguration configuration, ILoggerFactory loggers, TimeProvider time)
{
    private static readonly TimeSpan FirstPollPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPollPause = TimeSpan.FromSeconds(5);
    private readonly ILogger _logger = loggers.CreateLogger("keeper");

    /// <summary>Runs until told to stop.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var controlBlobs = Open(configuration.Storage.ControlContainer, StoragePatience.Once);
        var protection = new Protection(time);
        var acknowledgements = new AcknowledgementWriter(controlBlobs, configuration, protection, time, _logger);
        using var writing = new CancellationTokenSource();
        var written = acknowledgements.RunAsync(writing.Token);
        try
        {
            await RunAsync(controlBlobs, acknowledgements, protection, stop);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (LogFencedException e)
        {
            // Whoever was first says how the cluster stands.
            acknowledgements.Silence();
            await FailAsync(new StartRefusedException($"The cluster is not this keeper's to start: {e.Message}.", e), acknowledgements, stop);
            return 1;
        }
        catch (Exception e) when (e is StartRefusedException or EtcdException or SocketException or IOException or UnauthorizedAccessException)
        {
            await FailAsync(e, acknowledgements, stop);
            return 1;
        }
        finally
        {
            await acknowledgements.FlushAsync(FlushPatience);
            await writing.CancelAsync();
            await written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(BlobStore controlBlobs, AcknowledgementWriter acknowledgements, Protection protection, CancellationToken stop)
    {
        acknowledgements.Report(KeeperPhase.Starting);
        var reader = new ControlReader(controlBlobs, time, _logger);
        var firstPoll = reader.PollAsync(stop);
        await using var etcd = new EtcdSupervisor(configuration.Etcd, time, loggers);
        using var gate = new TcpGate(
            IPEndPoint.Parse(configuration.Etcd.ClientListen), new IPEndPoint(IPAddress.Loopback, configuration.Etcd.PrivatePort), loggers.CreateLogger("gate"));
        using var health = configuration.HealthListen is { } listen
            ? new HealthEndpoint(IPEndPoint.Parse(listen), protection, gate, _logger)
            : null;
        health?.Start();
        var parts = KeeperParts.Compose(configuration, etcd, protection, loggers, time);
        var started = await parts.Starter.StartAsync(stop);

        await using var log = parts.Log;
        await using var periodic = new PeriodicSnapshots(
            configuration, parts.Snapshots, parts.Blobs, parts.Manifests, etcd.Client, log, protection, time, _logger);
        await using var checkpoint = new CheckpointRun(parts.Checkpoints, acknowledgements, _logger);
        await using var control = new ClusterControl(
            configuration, gate, periodic, checkpoint, parts.Suspension, etcd.Client, acknowledgements, started.Folder, time, _logger);
        await ((Task)firstPoll).WaitAsync(FirstPollPatience, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await BeginAsync(control, log, started, parts, reader.Latest, stop);
        var fenced = GiveWayWhenFencedAsync(control, log);
        await firstPoll;
        try
        {
            await FollowAsync(control, reader, acknowledgements, stop);
        }
        finally
        {
            await control.EndAsync();
            await log.EndAsync();
        }
    }

    private static async Task GiveWayWhenFencedAsync(ClusterControl control, RevisionLog log) => control.GiveWay(await log.Fenced);

    /// <summary>The first opening of the gate, unless something older speaks against it.</summary>
    private async Task BeginAsync(
        ClusterControl control, RevisionLog log, StartOutcome started, KeeperParts parts, ControlState? state, CancellationToken stop)
    {
        if (started.Sealed is { } manifest)
        {
            log.Resume(started.Member);
            control.StaySealed(manifest);
            return;
        }

        await control.StepAsync(state?.Epoch > configuration.Epoch ? state : null, answered: null, stop);
        if (control.Superseded)
            return;
        if (started.Origin is { } origin)
            await log.BeginAsync(started.Member, origin, stop);
        else
            log.Resume(started.Member);
        parts.Folders.MarkServing(started.Folder);
        var marked = MarkOpenedAsync(parts.Openings, stop);
        if (started.Origin is not null)
            await marked;
        await control.OpenAsync(started.Report, stop);
    }

    private async Task MarkOpenedAsync(OpeningStore openings, CancellationToken stop)
    {
        var pause = new Backoff(TimeSpan.FromMilliseconds(200), LongestPollPause);
        while (true)
        {
            try
            {
                await openings.MarkAsync(stop);
                return;
            }
            catch (StorageException e)
            {
                _logger.LogWarning("The opening of the gate cannot be recorded yet: {Reason}", e.Message);
            }

            await Task.Delay(pause.Next(), time, stop);
        }
    }

    private async Task FollowAsync(ClusterControl control, ControlReader reader, AcknowledgementWriter acknowledgements, CancellationToken stop)
    {
        var longest = LongestPollPause > configuration.ControlInterval ? LongestPollPause : configuration.ControlInterval;
        var pause = new Backoff(configuration.ControlInterval, longest);
        while (true)
        {
            // What an earlier run answered must be known before anything is taken for new.
            var previous = acknowledgements.Previous;
            if (previous.IsCompletedSuccessfully)
                await control.StepAsync(reader.Latest, (await previous)?.Answered, stop);
            await Task.Delay(pause.Next(), time, stop);
            if (await reader.PollAsync(stop))
                pause.Reset();
        }
    }

    /// <summary>A start that was refused would be refused again: the keeper stays, gate closed, and its last word stays readable.</summary>
    private async Task FailAsync(Exception e, AcknowledgementWriter acknowledgements, CancellationToken stop)
    {
        _logger.LogError("The cluster does not start: {Reason}", e.Message);
        acknowledgements.Report(KeeperPhase.Failed, message: e.Message);
        if (e is StartRefusedException)
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private BlobStore Open(Uri container, StoragePatience patience) => BlobContainers.Open(container, configuration.Storage.CertificateAuthority, patience);
}
