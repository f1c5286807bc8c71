using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>For which pod an instance was made.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="Uid">Its UID: another pod may bear the name by now.</param>
public readonly record struct PodIdentity(PodKey Pod, string Uid);
