namespace Frankenetes.Clusters.Components;

/// <summary>All that differs between Kubernetes versions, in one table. What every version takes is in the component's own file.</summary>
internal static class VersionedFlags
{
    public static IReadOnlyList<VersionedFlag> All { get; } =
    [
        new(ControllerManager.Name, "port", "0", 20, 23,
            "Closes the unencrypted port, which is open by default until 1.22; the flag is gone in 1.24."),
        new(Scheduler.Name, "port", "0", 20, 23,
            "Closes the unencrypted port, which is open by default until 1.22; the flag is gone in 1.24."),
        new(ControllerManager.Name, "feature-gates", "CronJobControllerV2=true", 20, 20,
            "The first controller gives a CronJob up after 100 missed starts, which a suspend soon is; the second is the default from 1.21."),
        new(ApiServer.Name, "service-account-extend-token-expiration", "false", 20, null,
            "Projected tokens end when they say they do."),
    ];

    /// <summary>The flags of one component at one version.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(string component, KubernetesVersion version) =>
        All.Where(flag => flag.Component == component && flag.Suits(version))
            .Select(flag => KeyValuePair.Create(flag.Flag, flag.Value));
}
