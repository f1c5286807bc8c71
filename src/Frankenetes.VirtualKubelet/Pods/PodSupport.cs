using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>What a provider offers besides its contract; what is null it does not.</summary>
/// <param name="Probes">Tells probes' results.</param>
/// <param name="Hooks">Calls postStart hooks.</param>
/// <param name="Files">Writes files while containers run.</param>
internal sealed record PodSupport(IProbeWatch? Probes, IStartHooks? Hooks, ILiveFiles? Files);
