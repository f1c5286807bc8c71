using Frankenetes.VirtualKubelet.Pods;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>Watches the probes of processes for as long as a run lasts.</summary>
internal sealed class ProcessProbes(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

#pragma warning disable CA5359 // As kubelets', probes take any certificate: they ask whether somebody answers, not who, and send nothing.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
#pragma warning restore CA5359

    /// <summary>As <see cref="IProbeWatch.WatchProbesAsync"/>.</summary>
    public async Task WatchAsync(ProcessFolder folder, V1Pod pod, V1Container container, Action<ProbeChange> changed, CancellationToken cancellationToken)
    {
        if (folder.RunsOf(container.Name) is not [.., var run] || run.Look() is not { IsOver: false })
            throw new ProviderException(ProviderFailure.Absent, "NotRunning", $"{container.Name} of {PodKey.Of(pod)} does not run");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var probes = new ProbeLoop(container, new LocalProbe(container, folder.EnvironmentOf(container.Name), _http).AskAsync, run.Terminate, changed, time).RunAsync(ending.Token);
        while (run.Look() is { IsOver: false } && !probes.IsFaulted) await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await probes.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _http.Dispose();
}
