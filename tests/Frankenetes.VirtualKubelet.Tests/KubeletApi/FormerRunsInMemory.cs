using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

/// <summary>What is kept of former runs; a test says what.</summary>
internal sealed class FormerRunsInMemory : IFormerRuns
{
    public string? Kept { get; set; }

    public Task<string?> ReadAsync(PodKey pod, string container, bool message, CancellationToken cancellationToken) => Task.FromResult(Kept);
}
