using System.Collections;
using Frankenetes.Clusters.Pods;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Completion;

/// <summary>Completes containers of the pod that the command line names.</summary>
internal sealed class ContainerNameCompleter : NameCompleter
{
    protected override string Key(IDictionary bound) => $"{Bound(bound, "ClusterName")} {Bound(bound, "Namespace")} {Bound(bound, "Name", "PodName")}";

    protected override async Task<IReadOnlyList<string>> AskAsync(IDictionary bound)
    {
        if (Bound(bound, "Name", "PodName") is not { } name || await ConnectAsync(bound).ConfigureAwait(false) is not { } client)
            return [];
        var pod = await client.GetAsync(PodKey.Parse(Bound(bound, "Namespace") ?? PodScope.DefaultNamespace, name), CancellationToken.None).ConfigureAwait(false);
        return [.. pod.ContainerNames, .. pod.InitContainerNames];
    }
}
