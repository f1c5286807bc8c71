using System.Collections.Concurrent;
using Azure;
using Frankenetes.VirtualKubelet.PodAgents;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.PodTranslation;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>Pods as Azure container groups: a group's name follows from the pod's, its tags say for which UID it was made, so nothing is to be remembered here.</summary>
internal sealed class AciProvider(PodGroups groups, PodTranslator translator, AciCapacity capacity, ArmAllowance allowance, PodSupport support, TimeProvider time) : IPodProvider
{
    // Create and delete must know what is there; who asks for them has mostly just looked.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    // Figures lag behind by a minute anyway; a container that was started again meanwhile is seen at the next look.
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<PodKey, (PodInstance? Instance, DateTimeOffset At)> _looks = new();
    private readonly AciUsage _usage = new(groups, allowance, time);
    private readonly LastMessages _messages = new(groups, support.FormerRuns, allowance, time);

    /// <summary>Reaches into containers to end them; null: ACI ends them with the group, without a grace.</summary>
    public AgentEndings? Endings { get; init; }

    /// <summary>What it offers besides.</summary>
    public PodSupport Support { get; } = support;

    /// <summary>Tells of many groups at once.</summary>
    public GroupArrivals Arrivals { get; } = new(groups, allowance, time);

    public string Scheme => "aci";

    public string Backend => "Azure";

    // ACI has no watch.
    public bool TellsEveryChange => false;

    public string Describe(PodKey pod) => $"container group {PodGroups.Name(pod)}";

    // Probe watches tell besides; who runs those knows.
    public void Subscribe(Action<PodKey> changed) => Arrivals.Subscribe(changed);

    public Task CreateAsync(V1Pod pod, PodInputs inputs, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        return AciFailures.RunAsync(async () =>
        {
            var group = translator.Translate(pod, inputs).Group;
            // A PUT on a group that is there would update and restart it.
            if (await KnowAsync(key, cancellationToken).ConfigureAwait(false) is { } present)
            {
                if (!present.IsForeign && present.Uid == pod.Metadata.Uid) return;
                throw new ProviderException(ProviderFailure.Occupied, "ContainerGroupNameTaken", $"{Describe(key)} is there already and not this pod's");
            }
            await allowance.CreateAsync(pod.Metadata.Uid, () => groups.CreateAsync(key, group, cancellationToken), cancellationToken).ConfigureAwait(false);
            Arrivals.AwaitUp(key);
        }, cancellationToken);
    }

    public IReadOnlyList<PodRemark> Remarks(V1Pod pod, PodInputs inputs) => AciRemarks.Of(translator.Translate(pod, inputs).Notes);

    // A group's tags hold nothing that may change, and ACI restarts a group for any other change.
    public Task UpdateAsync(V1Pod pod, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken) => Endings?.TerminateAsync(pod, grace, cancellationToken) ?? Task.FromResult(false);

    public Task DeleteAsync(PodKey pod, string uid, CancellationToken cancellationToken) => AciFailures.RunAsync(async () =>
    {
        if (await KnowAsync(pod, cancellationToken).ConfigureAwait(false) is not { IsForeign: false } present || present.Uid != uid) return;
        await allowance.DeleteAsync(uid, () => groups.DeleteAsync(pod, cancellationToken), cancellationToken).ConfigureAwait(false);
        _usage.Forget(pod);
        Arrivals.AwaitGone(pod);
    }, cancellationToken);

    public void Forget(PodKey pod, string uid)
    {
        allowance.Forget(uid);
        _usage.Forget(pod);
        Arrivals.Forget(pod);
        _messages.Forget(uid);
        _looks.TryRemove(pod, out _);
    }

    public Task<PodInstance?> FindAsync(PodKey pod, CancellationToken cancellationToken) => AciFailures.RunAsync(async () =>
    {
        var instance = await LookAsync(pod, cancellationToken).ConfigureAwait(false);
        _looks[pod] = (instance, time.GetUtcNow());
        return instance;
    }, cancellationToken);

    public Task<IReadOnlyList<PodIdentity>> ListAsync(CancellationToken cancellationToken) => AciFailures.RunAsync<IReadOnlyList<PodIdentity>>(
        async () => await groups.ListAsync(cancellationToken).ConfigureAwait(false), cancellationToken);

    public Task<string> GetLogsAsync(PodKey pod, string container, int? tail, bool timestamps, CancellationToken cancellationToken) => AciFailures.RunAsync(async () =>
    {
        try
        {
            return await LastMessages.HideAsync(lines => groups.GetLogsAsync(pod, container, lines, timestamps, cancellationToken), tail).ConfigureAwait(false);
        }
        catch (RequestFailedException none) when (none.ErrorCode == "ContainerLogNotAvailable")
        {
            return "";
        }
    }, cancellationToken);

    public Task<PodUsage?> GetUsageAsync(PodKey pod, CancellationToken cancellationToken) => AciFailures.RunAsync(async () =>
    {
        var known = _looks.TryGetValue(pod, out var look) && time.GetUtcNow() - look.At < Recent;
        var instance = known ? look.Instance : await FindAsync(pod, cancellationToken).ConfigureAwait(false);
        return instance is null ? null : await _usage.FindAsync(pod, instance, cancellationToken).ConfigureAwait(false);
    }, cancellationToken);

    public Task<ProviderCapacity?> GetCapacityAsync(CancellationToken cancellationToken) => AciFailures.RunAsync<ProviderCapacity?>(async () =>
    {
        allowance.Read();
        return await capacity.ReadAsync(cancellationToken).ConfigureAwait(false);
    }, cancellationToken);

    private Task<PodInstance?> KnowAsync(PodKey pod, CancellationToken cancellationToken) =>
        _looks.TryRemove(pod, out var look) && time.GetUtcNow() - look.At < Fresh ? Task.FromResult(look.Instance) : LookAsync(pod, cancellationToken);

    private async Task<PodInstance?> LookAsync(PodKey pod, CancellationToken cancellationToken)
    {
        allowance.Read();
        var group = await groups.FindAsync(pod, cancellationToken).ConfigureAwait(false);
        Arrivals.Note(pod, group is not null, PodGroups.IsProvisioned(group));
        if (group is null) return null;
        var instance = AciInstances.Of(group, time.GetUtcNow()) with { IsForeign = !groups.IsFor(group, pod) };
        return instance.IsForeign ? instance : await _messages.AddAsync(pod, group, instance, cancellationToken).ConfigureAwait(false);
    }
}
