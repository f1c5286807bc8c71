using System.Net;
using System.Net.Sockets;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Control;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Gate;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Frankenetes.EtcdKeeper.Suspend;
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
        var acknowledgements = new AcknowledgementWriter(controlBlobs, configuration, time, _logger);
        using var writing = new CancellationTokenSource();
        var written = acknowledgements.RunAsync(writing.Token);
        try
        {
            await RunAsync(controlBlobs, acknowledgements, stop);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
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

    private async Task RunAsync(BlobStore controlBlobs, AcknowledgementWriter acknowledgements, CancellationToken stop)
    {
        acknowledgements.Report(KeeperPhase.Starting);
        var reader = new ControlReader(controlBlobs, time, _logger);
        var firstPoll = reader.PollAsync(stop);
        var blobs = Open(configuration.Storage.EtcdContainer, StoragePatience.Patient);
        var manifests = new ManifestStore(blobs, time, _logger);
        var snapshots = new SnapshotStore(blobs, configuration, time);
        var folders = new MemberFolders(configuration);
        var openings = new OpeningStore(blobs, configuration, time);
        await using var etcd = new EtcdSupervisor(configuration.Etcd, time, loggers);
        using var gate = new TcpGate(
            IPEndPoint.Parse(configuration.Etcd.ClientListen), new IPEndPoint(IPAddress.Loopback, configuration.Etcd.PrivatePort), loggers.CreateLogger("gate"));

        var restorer = new Restorer(configuration, snapshots, folders, etcd, _logger);
        var starter = new Starter(configuration, blobs, manifests, folders, restorer, etcd, time, _logger);
        var started = await starter.StartAsync(stop);

        await using var periodic = new PeriodicSnapshots(configuration, snapshots, blobs, manifests, etcd.Client, acknowledgements, time, _logger);
        var trial = new TrialRestore(configuration, time, loggers.CreateLogger("trial"));
        var suspension = new Suspension(configuration, snapshots, manifests, folders, etcd.Client, trial, time, _logger);
        await using var control = new ClusterControl(configuration, gate, periodic, suspension, etcd.Client, acknowledgements, started.Folder, time, _logger);
        await ((Task)firstPoll).WaitAsync(FirstPollPatience, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await BeginAsync(control, started, folders, openings, reader.Latest, stop);
        await firstPoll;
        await FollowAsync(control, reader, acknowledgements, stop);
    }

    /// <summary>The first opening of the gate, unless something older speaks against it.</summary>
    private async Task BeginAsync(
        ClusterControl control, StartOutcome started, MemberFolders folders, OpeningStore openings, ControlState? state, CancellationToken stop)
    {
        if (started.Sealed is { } manifest)
        {
            control.StaySealed(manifest);
            return;
        }

        await control.StepAsync(state?.Epoch > configuration.Epoch ? state : null, answered: null, stop);
        if (control.Superseded)
            return;
        folders.MarkServing(started.Folder);
        var marked = MarkOpenedAsync(openings, stop);
        if (!started.Survived)
            await marked;
        await control.OpenAsync(started.Remark, stop);
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
                await control.StepAsync(reader.Latest, Answered(await previous), stop);
            await Task.Delay(pause.Next(), time, stop);
            if (await reader.PollAsync(stop))
                pause.Reset();
        }
    }

    private static string? Answered(Acknowledgement? previous) => previous?.Phase == KeeperPhase.Suspending ? null : previous?.RequestId;

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
