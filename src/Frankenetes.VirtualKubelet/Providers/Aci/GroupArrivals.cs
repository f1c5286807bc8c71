using System.Collections.Concurrent;
using System.Threading.Channels;
using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>
/// Tells when groups that are on their way have come up or are gone. Many at once are asked for by one list, which tells how each group's provisioning stands though not what its containers do: so many pods cost one read
/// every few seconds and one look each. A few are looked at one by one: that is sooner.
/// </summary>
internal sealed class GroupArrivals(PodGroups groups, ArmAllowance allowance, TimeProvider time)
{
    private const int Few = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // What takes so long is looked at like anything else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Long lists are long answers.
    private static readonly TimeSpan PerGroup = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<PodKey, (Way Way, DateTimeOffset Since)> _awaited = new();
    private readonly Channel<bool> _many = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Action<PodKey> _arrived = _ => { };

    private enum Way
    {
        Up,
        Gone,
    }

    /// <summary>Whom to tell.</summary>
    public void Subscribe(Action<PodKey> arrived) => _arrived = arrived;

    /// <summary>A create was accepted.</summary>
    public void AwaitUp(PodKey pod) => Await(pod, Way.Up);

    /// <summary>A delete was accepted.</summary>
    public void AwaitGone(PodKey pod) => Await(pod, Way.Gone);

    /// <summary>A look at it alone told how it stands: whether it is there, and whether Azure has done with the making of it.</summary>
    public void Note(PodKey pod, bool isThere, bool isProvisioned)
    {
        if (_awaited.TryGetValue(pod, out var one) && (one.Way == Way.Gone ? !isThere : isProvisioned)) _awaited.TryRemove(new(pod, one));
    }

    /// <summary>Nobody waits for it any longer.</summary>
    public void Forget(PodKey pod) => _awaited.TryRemove(pod, out _);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _many.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            // To the last one: who was one of many is looked at seldom.
            while (!_awaited.IsEmpty)
            {
                await Task.Delay(Interval + (PerGroup * _awaited.Count), time, cancellationToken).ConfigureAwait(false);
                // Another pod of the name may be awaited by now.
                foreach (var one in await LookAsync(cancellationToken).ConfigureAwait(false))
                    if (_awaited.TryRemove(one)) _arrived(one.Key);
            }
        }
    }

    private void Await(PodKey pod, Way way)
    {
        _awaited[pod] = (way, time.GetUtcNow());
        if (_awaited.Count > Few) _many.Writer.TryWrite(true);
    }

    private async Task<IReadOnlyList<KeyValuePair<PodKey, (Way Way, DateTimeOffset Since)>>> LookAsync(CancellationToken cancellationToken)
    {
        // What is awaited from here on may be missing in the list.
        var awaited = _awaited.ToArray();
        foreach (var one in awaited)
            if (time.GetUtcNow() - one.Value.Since > Patience) _awaited.TryRemove(one);
        try
        {
            return await AciFailures.RunAsync(async () =>
            {
                allowance.Read();
                var ready = await groups.ProvisionedAsync(cancellationToken).ConfigureAwait(false);
                return awaited.Where(one => one.Value.Way == Way.Gone ? !ready.ContainsKey(one.Key) : ready.GetValueOrDefault(one.Key)).ToList();
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException)
        {
            // The next list tells; who is awaited is looked at every now and then anyway.
            return [];
        }
    }
}
