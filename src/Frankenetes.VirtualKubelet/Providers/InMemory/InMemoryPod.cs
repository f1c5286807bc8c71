using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.InMemory;

/// <summary>One imagined pod: init containers in turn, then the others side by side.</summary>
internal sealed class InMemoryPod : IDisposable
{
    private readonly CancellationTokenSource _sigterm = new();
    private readonly V1Pod _pod;
    private readonly List<InMemoryContainer> _init;
    private readonly List<InMemoryContainer> _apps;
    private readonly Dictionary<string, InMemoryContainer> _byName;
    private readonly Dictionary<string, int> _earlier;
    private readonly string _address;
    private readonly Task _life;
    private bool _up;

    public InMemoryPod(V1Pod pod, string address, InMemoryOptions options, TimeProvider time, Action changed)
    {
        (_pod, _address) = (pod, address);
        _init = [.. (pod.Spec.InitContainers ?? []).Select(Make)];
        _apps = [.. pod.Spec.Containers.Select(Make)];
        _byName = (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).Zip(_init.Concat(_apps)).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        _earlier = EarlierStarts.Of(pod);
        _life = LiveAsync(options.StartAfter, time, changed);

        InMemoryContainer Make(V1Container container) => new(container, options, time, changed);
    }

    public string Uid => _pod.Metadata.Uid;

    /// <summary>The state as it is now.</summary>
    public PodInstance Look() => new()
    {
        Uid = Uid,
        Address = _up ? _address : null,
        Containers = _byName.ToDictionary(pair => pair.Key, pair => pair.Value.State),
        EarlierStarts = _earlier,
    };

    /// <summary>Null when there is no such container.</summary>
    public string? LogOf(string container) => _byName.GetValueOrDefault(container)?.Log;

    /// <summary>SIGTERM, and SIGKILL after the grace.</summary>
    public async Task TerminateAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_byName.Values.Any(container => container.IgnoresSignals && container.State.Current is { IsOver: false })) await Task.Delay(grace, time, cancellationToken).ConfigureAwait(false);
        await _sigterm.CancelAsync().ConfigureAwait(false);
        await _life.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _sigterm.Cancel();
        _sigterm.Dispose();
    }

    private async Task LiveAsync(TimeSpan startAfter, TimeProvider time, Action changed)
    {
        var sigterm = _sigterm.Token;
        if (startAfter > TimeSpan.Zero) await Task.Delay(startAfter, time, sigterm).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else await Task.Yield();
        if (sigterm.IsCancellationRequested) return;
        _up = true;
        changed();
        foreach (var container in _init)
        {
            var code = await container.RunAsync(exit => exit != 0 && _pod.Spec.RestartPolicy != "Never", sigterm).ConfigureAwait(false);
            if (code != 0 || sigterm.IsCancellationRequested) return;
        }
        await Task.WhenAll(_apps.Select(container => container.RunAsync(Restarts, sigterm))).ConfigureAwait(false);
    }

    private bool Restarts(int code) => _pod.Spec.RestartPolicy switch { "Never" => false, "OnFailure" => code != 0, _ => true };
}
