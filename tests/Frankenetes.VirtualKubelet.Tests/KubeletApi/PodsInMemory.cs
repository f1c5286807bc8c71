using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

/// <summary>Logs and figures as a test sets them; pods cannot be made here.</summary>
internal sealed class PodsInMemory : IPodProvider
{
    public string Log { get; set; } = "";

    public PodUsage? Usage { get; set; }

    public string Scheme => "test";

    public string Backend => "Test";

    public bool TellsEveryChange => true;

    public string Describe(PodKey pod) => pod.ToString();

    public void Subscribe(Action<PodKey> changed)
    {
    }

    public Task CreateAsync(V1Pod pod, PodInputs inputs, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task UpdateAsync(V1Pod pod, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(PodKey pod, string uid, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PodInstance?> FindAsync(PodKey pod, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PodIdentity>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> GetLogsAsync(PodKey pod, string container, int? tail, bool timestamps, CancellationToken cancellationToken)
    {
        var lines = Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(tail ?? int.MaxValue).Select(line => timestamps ? line : line[(line.IndexOf(' ') + 1)..]);
        return Task.FromResult(string.Concat(lines.Select(line => line + "\n")));
    }

    public Task<PodUsage?> GetUsageAsync(PodKey pod, CancellationToken cancellationToken) => Task.FromResult(Usage);

    public Task<ProviderCapacity?> GetCapacityAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
