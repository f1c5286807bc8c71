using Frankenetes.ContainerInstances;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>Asks what the region has, so that a pod that it cannot have is refused with a reason rather than tried. Until it has answered, what Azure documents counts.</summary>
internal sealed class RegionWatch(ILocations locations, string location, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    private volatile RegionCapabilities _capabilities = RegionCapabilities.Documented;

    public RegionCapabilities Capabilities => _capabilities;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await AskAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(known ? Refresh : Again, time, cancellationToken).ConfigureAwait(false);
        }
    }

    internal static RegionCapabilities Of(IReadOnlyCollection<ContainerCapabilities> told)
    {
        var systems = told.Select(one => one.OSType).OfType<string>().Where(system => system is "Linux" or "Windows").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gpus = told.Select(one => one.Gpu).OfType<string>().Where(gpu => gpu.Length > 0 && gpu != "None").ToHashSet(StringComparer.OrdinalIgnoreCase);
        // A region that tells nothing is one that could not be asked.
        if (systems.Count == 0) return RegionCapabilities.Documented;
        return new RegionCapabilities(systems, gpus, Most(told, one => one.MaxCpu) ?? RegionCapabilities.Documented.MaxCpu, Most(told, one => one.MaxMemoryInGB) ?? RegionCapabilities.Documented.MaxMemoryInGB);
    }

    private static decimal? Most(IEnumerable<ContainerCapabilities> told, Func<ContainerSupportedCapabilities, double?> amount) =>
        told.Select(one => one.Capabilities is { } most ? amount(most) : null).Max() is { } found and > 0 ? (decimal)found : null;

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var told = new List<ContainerCapabilities>();
            await foreach (var one in locations.GetCapabilitiesAsync(location, cancellationToken).ConfigureAwait(false)) told.Add(one);
            _capabilities = Of(told);
            return true;
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing hangs on it but earlier, plainer refusals.
            logger.LogDebug("{Location} does not tell what it has: {Message}", location, failed.Message.Split('\n')[0]);
            return false;
        }
    }
}
