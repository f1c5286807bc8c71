using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.PodTranslation;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>
/// Where pods run. The kubelet decides what shall be (which pods, restarts after a loss, the end of a pod, its status); a provider makes it so and says what is.
/// <list type="bullet">
/// <item>A pod is known by its name (<see cref="PodKey"/>); at most one instance bears it at a time, and carries the UID that it was made for. A provider keeps both where they outlive this process.</item>
/// <item>Every member may be called again with the same arguments, also after this process was killed in the middle of the call before: the second call finishes or confirms the first.</item>
/// <item>Calls for different pods come in parallel; for one pod only one of create, update, delete and find is under way. Streams and <see cref="TerminateAsync"/> may run beside them.</item>
/// <item>A failure is a <see cref="ProviderException"/>; its kind says what the kubelet does next. Any other exception counts as <see cref="ProviderFailure.Unreachable"/>. No message holds a secret.</item>
/// <item>Cancelling stops the call, not what it set going.</item>
/// </list>
/// docs/providers.md walks through writing one; the conformance suite among the tests says whether it keeps all this.
/// </summary>
public interface IPodProvider
{
    /// <summary>Begins the containers' ids, as in <c>aci://…</c>: lower-case letters and hyphens.</summary>
    string Scheme { get; }

    /// <summary>The backend's name for people; the node's condition <c>{Backend}Reachable</c> tells whether it answers.</summary>
    string Backend { get; }

    /// <summary>Every change is told to <see cref="Subscribe"/>'s listener within about a second: the kubelet then looks only when told, else it looks every now and then by itself.</summary>
    bool TellsEveryChange { get; }

    /// <summary>What this pod is here, for events and logs: <c>container group default-web</c>. No call is made.</summary>
    string Describe(PodKey pod);

    /// <summary>Whom to tell that something about a pod changed: exit, restart, address, readiness. Called once, before all else. The listener is quick and may be called from any thread, too often too.</summary>
    void Subscribe(Action<PodKey> changed);

    /// <summary>
    /// Starts a pod that has no instance; returns when the backend took the order, not when it runs. An instance of the same UID that is there already is success and stays as it is;
    /// one of another UID is <see cref="ProviderFailure.Occupied"/>.
    /// </summary>
    /// <param name="pod">The pod as the API server has it. Its status tells what ran in earlier instances: <see cref="PodInstance.EarlierStarts"/> gives it back.</param>
    /// <param name="inputs">ConfigMaps, Secrets and tokens that the pod names.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ProviderException">Any kind.</exception>
    Task CreateAsync(V1Pod pod, PodInputs inputs, CancellationToken cancellationToken);

    /// <summary>What the instance is or does otherwise than the pod says, for its events: values that were rounded, fields without effect. Asked after a create that was accepted; no call is made.</summary>
    IReadOnlyList<PodRemark> Remarks(V1Pod pod, PodInputs inputs) => [];

    /// <summary>
    /// The pod's labels, annotations or one of its few changeable fields changed. A provider to which these mean nothing does nothing. Containers are never restarted by it, save for a changed image,
    /// which a provider may refuse. An absent instance is success.
    /// </summary>
    Task UpdateAsync(V1Pod pod, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the containers as a kubelet would: preStop, SIGTERM, and after <paramref name="grace"/> SIGKILL or nothing (the instance is deleted then anyway). Returns when all have ended or the grace is over. The instance
    /// stays, with its exit codes and logs. An absent instance, one that has ended and a provider that cannot do it return at once.
    /// </summary>
    /// <returns>Whether any container was told; false: there is no end to wait for.</returns>
    Task<bool> TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the instance that was made for this UID with all that it holds, at once. Returns when the backend took the order: <see cref="FindAsync"/> tells when it is done.
    /// Absent, or made for another UID: success, and nothing is touched.
    /// </summary>
    Task DeleteAsync(PodKey pod, string uid, CancellationToken cancellationToken);

    /// <summary>The pod is no more and nothing of it is to be remembered. No call is made.</summary>
    void Forget(PodKey pod, string uid)
    {
    }

    /// <summary>What is there under the pod's name, whatever UID it was made for; null when nothing is.</summary>
    Task<PodInstance?> FindAsync(PodKey pod, CancellationToken cancellationToken);

    /// <summary>All instances that this node made, of pods that are gone too: those are leftovers that the kubelet removes.</summary>
    Task<IReadOnlyList<PodIdentity>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A container's output, init containers' too. Empty while nothing was written. An absent instance or container is <see cref="ProviderFailure.Absent"/>.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="tail">The last lines only; null: all that is kept.</param>
    /// <param name="timestamps">Each line starts with an RFC 3339 time and a space.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<string> GetLogsAsync(PodKey pod, string container, int? tail, bool timestamps, CancellationToken cancellationToken);

    /// <summary>What the containers use at present; null when the provider cannot tell, and a member is null that it cannot tell: never 0 for unknown.</summary>
    Task<PodUsage?> GetUsageAsync(PodKey pod, CancellationToken cancellationToken);

    /// <summary>How much may run here. Null: what the configuration says.</summary>
    Task<ProviderCapacity?> GetCapacityAsync(CancellationToken cancellationToken);
}
