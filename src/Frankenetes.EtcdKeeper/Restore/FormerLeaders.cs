using Frankenetes.EtcdKeeper.Etcd;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>
/// The leases of the controller-manager and the scheduler that ended with the last epoch. Their successors wait out the full 15 s of a lease
/// whose holder is another, and nothing is scheduled or reconciled meanwhile; that holder cannot come back, so its lease goes before the gate opens.
/// Source: k8s.io/client-go/tools/leaderelection, LeaderElector.tryAcquireOrRenew (an absent lease is created at once).
/// </summary>
internal static class FormerLeaders
{
    private static readonly string[] _leases =
    [
        "/registry/leases/kube-system/kube-controller-manager",
        "/registry/leases/kube-system/kube-scheduler",
    ];

    public static async Task ForgetAsync(EtcdClient etcd, CancellationToken cancellation)
    {
        foreach (var lease in _leases)
            await etcd.DeleteAsync(lease, cancellation);
    }
}
