using System.Globalization;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.InMemory;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Providers.InMemory;

public sealed class InMemoryConformance : TerminationConformance
{
    internal override V1Container Stays => Container("stay");

    internal override V1Container Stubborn => Container("stubborn", "deaf");

    internal override V1Container Exits(int code) => Container("exit", code.ToString(CultureInfo.InvariantCulture), "0.05");

    internal override V1Container Prints(string line) => Container("print", line);

    internal override Task<IPodProvider> MakeAsync() =>
        Task.FromResult<IPodProvider>(new InMemoryProvider(new InMemoryOptions { RestartAfter = TimeSpan.FromMilliseconds(50) }, TimeProvider.System));

    public override Task DisposeAsync()
    {
        ((IDisposable)Provider).Dispose();
        return Task.CompletedTask;
    }
}
