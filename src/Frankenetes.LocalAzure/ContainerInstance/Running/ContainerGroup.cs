using Docker.DotNet;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>A container group: what is known of it, and the one thing at a time that is being done to it.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never used, so there is nothing to dispose of.")]
internal sealed class ContainerGroup(GroupRecord record, Services services, DocumentStore<GroupRecord> store)
{
    private readonly SemaphoreSlim _transition = new(1, 1);
    private readonly Lock _gate = new();
    private volatile GroupRecord _record = record;
    private volatile bool _deleting;
    private bool _forgotten;
    private Task? _deletion;
    private GroupRun? _run;

    /// <summary>As of now; never changed in place.</summary>
    public GroupRecord Record => _record;

    public string Id => services.Ids.ContainerGroup(_record.ResourceGroup, _record.Name);

    /// <summary>Changes what is known; it is on disk when this returns.</summary>
    public void Update(Func<GroupRecord, GroupRecord> change)
    {
        lock (_gate)
        {
            var changed = change(_record);
            // A deletion has removed the document: a container's last words must not bring it back.
            if (!_forgotten)
                store.Save(changed.Key, changed);
            _record = changed;
        }
    }

    /// <summary>Changes a container's status, with an event when one is named. A full disk loses no container: the note stays in memory.</summary>
    public void Note(string container, Func<ContainerStatus, ContainerStatus> change, string? eventName = null, string message = "", bool warning = false)
    {
        lock (_gate)
        {
            var status = change(_record.StatusOf(container));
            if (eventName is not null)
                status = status with { Events = EventLog.Add(status.Events, services.Time.GetUtcNow(), eventName, message, warning) };
            var changed = _record.With(container, status);
            try
            {
                Update(_ => changed);
            }
            catch (IOException e)
            {
                services.Logger.LogError("The state of {Group} could not be written: {Reason}", changed.Name, e.Message);
                _record = changed;
            }
        }
    }

    /// <summary>Claims the group for one transition; false while another runs.</summary>
    public bool TryEnter() => !_deleting && _transition.Wait(0);

    public void Leave() => _transition.Release();

    /// <summary>Brings the group up anew from its record, in the background, gives the claim back and ends the record's operation: who hears of that may begin the next thing.</summary>
    /// <param name="isNew">Whether the engine cannot have anything of it yet.</param>
    /// <param name="failWith">What the operation is to fail with all the same; null = nothing.</param>
    public void BeginBringUp(bool isNew = false, OperationError? failWith = null) => _ = Task.Run(async () =>
    {
        Action? tell = null;
        try
        {
            tell = await BringUpAsync(isNew, failWith);
        }
        finally
        {
            Leave();
        }

        tell();
    });

    /// <summary>Takes the containers down and leaves the group stopped. The claim is the caller's.</summary>
    public async Task StopAsync()
    {
        await TakeDownAsync();
        services.Addresses.Release(_record.Key);
        Update(r => GroupStates.Stopped(r, services.Time.GetUtcNow()));
        services.Journal.Note(Id, "stop", services.Time.GetUtcNow());
    }

    /// <summary>Takes everything down, whatever else is being done; completes with whoever is doing so already.</summary>
    public Task DeleteAsync()
    {
        lock (_gate)
        {
            if (_deletion is { IsFaulted: false })
                return _deletion;
            _deleting = true;
            _run?.RequestCancel();
            return _deletion = Task.Run(TakeAwayAsync);
        }
    }

    /// <summary>Goes on where a former process ended, by what the engine still has, and gives the claim back.</summary>
    /// <param name="containers">The group's containers on the engine, ids by name as the engine knows them, with whether each runs.</param>
    public async Task ResumeAsync(IReadOnlyList<EngineContainer> containers)
    {
        Action? tell = null;
        try
        {
            if (_record.Desired == DesiredState.Stopped)
                await StopAsync();
            else if (_record is { ProvisioningState: "Succeeded", Initialized: true, PauseId: { } pause } && containers.Any(c => c.Id == pause && c.IsRunning))
                tell = Adopt(containers);
            else if (_record.ProvisioningState != "Failed")
                tell = await BringUpAsync(isNew: false, failWith: null);
        }
        finally
        {
            Leave();
        }

        tell?.Invoke();
    }

    private Action Adopt(IReadOnlyList<EngineContainer> containers)
    {
        var ids = containers.Select(c => c.Id).ToHashSet();
        var present = _record.Statuses.Where(s => s.Value.ContainerId is { } id && ids.Contains(id)).ToDictionary(s => s.Key, s => s.Value.ContainerId!);
        var run = NewRun();
        run.Adopt(present);
        return () => Watch(run);
    }

    /// <returns>What is to be done once the claim is given back.</returns>
    private async Task<Action> BringUpAsync(bool isNew, OperationError? failWith)
    {
        var operation = _record.Operation;
        try
        {
            if (!isNew)
                await TakeDownAsync();
            services.Journal.Note(Id, "start", services.Time.GetUtcNow());
            Update(r => GroupStates.Creating(r, services.Time.GetUtcNow()) with { Address = services.Addresses.Assign(r.Key, r.Fqdn) });
            var run = NewRun();
            run.Start();
            await run.Provisioned;
            if (failWith is not null)
                throw new ArmException(500, failWith.Code, failWith.Message);
            Update(r => r with { ProvisioningState = "Succeeded", Operation = null });
            return () =>
            {
                services.Operations.End(operation);
                Watch(run);
            };
        }
        catch (OperationCanceledException)
        {
            return () => services.Operations.End(operation, canceled: true);
        }
        catch (Exception e)
        {
            var error = await FailAsync(e);
            return () => services.Operations.End(operation, error);
        }
    }

    private async Task<OperationError> FailAsync(Exception cause)
    {
        var error = cause switch
        {
            ArmException known => new OperationError(known.Code, known.Message),
            EngineUnavailableException => new OperationError("ServiceUnavailable", cause.Message),
            DockerApiException => new OperationError("ContainerGroupDeploymentFailed", $"The container engine refused: {EngineMessage.Of(cause)}"),
            _ => new OperationError("InternalServerError", cause.Message),
        };
        services.Logger.LogError("The container group {Group} could not be brought up: {Reason}", _record.Name, error.Message);
        try
        {
            await TakeDownAsync();
        }
        catch (EngineUnavailableException)
        {
            // Whatever is left goes with the next change, or at the next start.
        }

        services.Journal.Note(Id, "end", services.Time.GetUtcNow());
        Update(r => r with
        {
            ProvisioningState = "Failed",
            Operation = null,
            Events = EventLog.Add(r.Events, services.Time.GetUtcNow(), "Failed", error.Message, warning: true),
        });
        return error;
    }

    private GroupRun NewRun()
    {
        lock (_gate)
        {
            var run = _run = new GroupRun(this, services);
            if (_deleting)
                run.RequestCancel();
            return run;
        }
    }

    /// <summary>Repairs the group when its network namespace is lost.</summary>
    private void Watch(GroupRun run) => _ = run.Ended.ContinueWith(
        async ended =>
        {
            if (!ended.Result || !TryEnter())
                return;
            services.Logger.LogWarning("The container group {Group} has lost its network namespace; making it again", _record.Name);
            Update(r => r with { ProvisioningState = "Repairing" });
            BeginBringUp();
        },
        TaskScheduler.Default);

    private async Task TakeAwayAsync()
    {
        await _transition.WaitAsync();
        try
        {
            Update(r => r with { Desired = DesiredState.Deleted });
            await TakeDownAsync();
            services.Journal.Note(Id, "delete", services.Time.GetUtcNow());
            services.Volumes.Remove(_record.Key);
            services.Addresses.Release(_record.Key);
            services.Operations.End(_record.Operation, canceled: true);
            lock (_gate)
            {
                _forgotten = true;
                store.Delete(_record.Key);
            }
        }
        finally
        {
            Leave();
        }
    }

    private async Task TakeDownAsync()
    {
        if (_run is { } run)
            await run.CancelAsync();
        _run = null;
        var containers = await services.Containers.ListAsync(Id);
        var pause = _record.PauseId;
        await Task.WhenAll(containers.Where(c => c.ID != pause).Select(c => services.Containers.RemoveAsync(c.ID)));
        // Last: the engine keeps a network namespace that others use.
        if (pause is not null)
            await services.Containers.RemoveAsync(pause);
    }
}
