using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>What a provider offers besides its contract; what is null it does not.</summary>
internal sealed record PodSupport
{
    /// <summary>Tells probes' results; null: the provider's own count.</summary>
    public IProbeWatch? Probes { get; init; }

    /// <summary>Calls postStart hooks; null: such pods are refused.</summary>
    public IStartHooks? Hooks { get; init; }

    /// <summary>Writes files while containers run; null: they stay as they were.</summary>
    public ILiveFiles? Files { get; init; }

    /// <summary>Tells what is kept of containers' former runs; null: nothing is.</summary>
    public IFormerRuns? FormerRuns { get; init; }

    /// <summary>Reaches into containers for commands, output and ports.</summary>
    public IContainerSessions? Sessions { get; init; }

    /// <summary>A provider offers it itself, or says who does.</summary>
    public static PodSupport Of(IPodProvider provider) => (provider as AciProvider)?.Support ?? new PodSupport
    {
        Probes = provider as IProbeWatch,
        Hooks = provider as IStartHooks,
        Files = provider as ILiveFiles,
        FormerRuns = provider as IFormerRuns,
        Sessions = provider as IContainerSessions,
    };
}
