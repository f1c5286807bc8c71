using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>One life of a group, from its pause container to its last container's end. A restart, a start after a stop and an update each begin a new one.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no linked token, so there is nothing to dispose of; a late cancellation must not fail.")]
internal sealed class GroupRun(ContainerGroup group, Services services)
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _provisioned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ContainerLoop> _loops = [];

    /// <summary>Completes when the containers have been started (or an init container has failed and waits to be tried again); fails with what made that impossible.</summary>
    public Task Provisioned => _provisioned.Task;

    /// <summary>Completes when nothing is being done any more; true when the network namespace was lost and the group must be made again.</summary>
    public Task<bool> Ended { get; private set; } = Task.FromResult(false);

    public void Start() => Ended = Task.Run(() => RunAsync(FreshAsync));

    /// <summary>Goes on with containers that run already.</summary>
    /// <param name="present">Container ids by container name.</param>
    public void Adopt(IReadOnlyDictionary<string, string> present) => Ended = Task.Run(() => RunAsync(() => AdoptedAsync(present)));

    /// <summary>Stops everything this life does. Its containers are then the caller's to remove.</summary>
    public async Task CancelAsync()
    {
        await _cancel.CancelAsync();
        await Ended;
    }

    /// <summary>Asks it to stop without waiting.</summary>
    public void RequestCancel() => _cancel.Cancel();

    private async Task<bool> RunAsync(Func<Task<bool>> life)
    {
        try
        {
            return await life();
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            _provisioned.TrySetCanceled(_cancel.Token);
            return false;
        }
        catch (Exception e)
        {
            if (!_provisioned.TrySetException(e))
                services.Logger.LogError(e, "The container group {Group} is no longer looked after", group.Record.Name);
            return false;
        }
        finally
        {
            await Task.WhenAll(_loops.Select(l => l.SettledAsync()));
        }
    }

    private async Task<bool> FreshAsync()
    {
        var record = group.Record;
        var folders = await services.Volumes.PrepareAsync(record, _cancel.Token);
        var blueprints = new Blueprints(record, services);
        var pause = await services.Containers.CreateAsync(blueprints.Pause(record.Address!));
        group.Update(r => r with { PauseId = pause });
        var (inits, apps) = Loops(record, pause, folders, blueprints);
        var pauseStart = services.Containers.StartAsync(pause);
        foreach (var loop in inits.Concat(apps))
            loop.Prepare();
        await pauseStart;
        services.BridgeAddress.Pin();
        await services.PortFilter.ApplyAsync(pause, record.Properties.IpAddress);
        await services.MetadataRoute.ApplyAsync(pause, record.Identity);
        if (!await InitializeAsync(inits))
        {
            NoteEnd();
            return false;
        }

        return await RunAppsAsync(pause, apps, new Dictionary<string, string>());
    }

    private async Task<bool> AdoptedAsync(IReadOnlyDictionary<string, string> present)
    {
        var record = group.Record;
        await RouteAgainAsync(record);
        var (_, apps) = Loops(record, record.PauseId!, services.Volumes.Existing(record), new Blueprints(record, services));
        return await RunAppsAsync(record.PauseId!, apps, present);
    }

    private async Task RouteAgainAsync(GroupRecord record)
    {
        try
        {
            await services.MetadataRoute.ApplyAsync(record.PauseId!, record.Identity);
        }
        catch (ArmException e)
        {
            // What runs goes on without new tokens.
            services.Logger.LogError("The container group {Group}: {Reason}", record.Name, e.Message);
        }
    }

    private (List<ContainerLoop> Inits, List<ContainerLoop> Apps) Loops(GroupRecord record, string pause, Dictionary<string, string> folders, Blueprints blueprints)
    {
        // An init container is tried again until it ends well, unless the policy forbids any restart.
        var policy = record.Properties.RestartPolicy;
        var initPolicy = string.Equals(policy, "Never", StringComparison.OrdinalIgnoreCase) ? "Never" : "OnFailure";
        ContainerLoop Loop(Container spec, string? restart) => new(group, spec, () => blueprints.Container(spec, pause, folders), restart, services);
        var inits = (record.Properties.InitContainers ?? []).Select(c => Loop(c, initPolicy)).ToList();
        var apps = record.Properties.Containers!.Select(c => Loop(c, policy)).ToList();
        _loops.AddRange(inits);
        _loops.AddRange(apps);
        return (inits, apps);
    }

    /// <summary>Runs the init containers in turn; false when one has failed for good.</summary>
    private async Task<bool> InitializeAsync(List<ContainerLoop> inits)
    {
        foreach (var init in inits)
        {
            var run = init.RunAsync(null, _cancel.Token);
            // Whoever waits for the group is told as soon as an init container has to be tried again: that may go on for ever.
            if (await Task.WhenAny(run, init.FirstRestart) != run)
                _provisioned.TrySetResult();
            if (await run == 0)
                continue;
            _provisioned.TrySetResult();
            return false;
        }

        group.Update(r => r with { Initialized = true });
        return true;
    }

    private async Task<bool> RunAppsAsync(string pause, List<ContainerLoop> apps, IReadOnlyDictionary<string, string> present)
    {
        var runs = apps.Select(a => a.RunAsync(present.GetValueOrDefault(a.Name), _cancel.Token)).ToList();
        await Task.WhenAll(apps.Select(a => a.FirstStart));
        _provisioned.TrySetResult();
        var all = Task.WhenAll(runs);
        var lost = ContainerLoop.WaitForExitAsync(pause, services, _cancel.Token);
        if (await Task.WhenAny(all, lost) == lost && !_cancel.IsCancellationRequested)
        {
            await _cancel.CancelAsync();
            await all.ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        }

        await all;
        NoteEnd();
        return false;
    }

    // Nothing in it runs again by itself: since then it is not paid for.
    private void NoteEnd() => services.Journal.Note(group.Id, "end", group.Record.Statuses.Values.Max(status => status.Current.FinishTime) ?? services.Time.GetUtcNow());
}
