using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Says which kind of volume it is that cannot be had.</summary>
internal static class UnsupportedVolumes
{
    public static string Reason(V1Volume volume) => volume switch
    {
        { PersistentVolumeClaim: not null } => "persistentVolumeClaim is not supported yet; an azureFile volume is",
        { HostPath: not null } => "hostPath: a container group has no host of its own",
        { Csi: not null } => $"csi ({volume.Csi.Driver}): no CSI driver runs on this node",
        { Ephemeral: not null } => "ephemeral volume claims are not supported",
        { Nfs: not null } => "nfs is not supported by ACI",
        { GitRepo: not null } => "gitRepo is not supported",
        { Image: not null } => "image volumes are not supported by ACI",
        _ => "this kind of volume is not supported by ACI",
    };
}
