using Frankenetes.EtcdKeeper.Etcd;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>
/// What a clone's store knows of the original's API server and that the API server would not replace but add to: its addresses (behind the Service `kubernetes` until
/// their lease runs out), and the authorities by which it knows clients, which aggregated API servers would go on to trust. Source:
/// k8s.io/kubernetes/pkg/controlplane/controller/clusterauthenticationtrust (authorities are combined), pkg/controlplane/reconcilers/lease.go.
/// </summary>
internal static class ForeignTraces
{
    public static async Task ForgetAsync(EtcdClient etcd, CancellationToken cancellation)
    {
        await etcd.DeleteAsync("/registry/configmaps/kube-system/extension-apiserver-authentication", cancellation);
        await etcd.DeleteAllAsync("/registry/masterleases/", cancellation);
    }
}
