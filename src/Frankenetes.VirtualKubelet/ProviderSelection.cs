using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.InMemory;
using Frankenetes.VirtualKubelet.Providers.Processes;

namespace Frankenetes.VirtualKubelet;

/// <summary>Which provider the configuration names.</summary>
internal static class ProviderSelection
{
    /// <param name="configuration">kubelet.json.</param>
    /// <param name="settings">For variables.</param>
    /// <param name="aci">Makes the default.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">There is no such provider, or it lacks something.</exception>
    public static IPodProvider Choose(KubeletConfiguration configuration, TranslationSettings settings, Func<IPodProvider> aci, TimeProvider time) => configuration.Provider switch
    {
        "Aci" => aci(),
        "InMemory" => new InMemoryProvider(new InMemoryOptions(), time),
        "Processes" => new ProcessProvider(configuration.StateFolder ?? throw new ConfigurationException("the provider Processes needs stateFolder"), settings, time),
        var unknown => throw new ConfigurationException($"there is no provider '{unknown}': Aci, InMemory or Processes"),
    };
}
