using Frankenetes.VirtualKubelet.Pods.Files;
using Frankenetes.VirtualKubelet.Pods.Probing;
using Frankenetes.VirtualKubelet.Pods.Starting;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>What goes on beside running containers: probes, hooks, files.</summary>
internal sealed class PodBeside(ProbeWatches watches, StartHooks hooks, FileUpkeep files)
{
    /// <summary>Begins what should go on, by what a look at the instance showed.</summary>
    public void Follow(V1Pod pod, PodInstance instance)
    {
        hooks.Follow(pod, instance);
        watches.Follow(pod, instance);
        files.Follow(pod, instance);
    }

    /// <summary>What is known of the container's present run, and its next change will be told; null: nobody watches it. Until its hook is done it is neither started nor ready.</summary>
    public ProbeResults? ResultsOf(string uid, string container) => hooks.IsPending(uid, container) ? new ProbeResults(false, false) : watches.Of(uid, container);

    /// <summary>The instance is lost.</summary>
    public void Lose(string uid)
    {
        watches.Forget(uid);
        hooks.Forget(uid);
    }

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid)
    {
        Lose(uid);
        files.Forget(uid);
    }
}
