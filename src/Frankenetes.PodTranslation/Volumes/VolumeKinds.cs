using k8s.Models;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>Sorts volumes by what they become.</summary>
internal static class VolumeKinds
{
    public const string AzureFileDriver = "file.csi.azure.com";

    /// <summary>Its content is files that are known when the group is made.</summary>
    public static bool HoldsFiles(V1Volume volume) => volume.ConfigMap is not null || volume.Secret is not null || volume.Projected is not null || volume.DownwardAPI is not null;

    /// <summary>It is an Azure Files share, by whichever way.</summary>
    public static bool IsShare(V1Volume volume) => volume.AzureFile is not null || volume.Csi?.Driver == AzureFileDriver || Claim(volume, "") is not null;

    /// <summary>The claim that stands behind it; null: none does.</summary>
    public static string? Claim(V1Volume volume, string podName) =>
        volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is not null ? $"{podName}-{volume.Name}" : null);

    /// <summary>ACI refuses a volume that no container mounts.</summary>
    public static bool IsMounted(V1PodSpec spec, V1Volume volume) =>
        spec.Containers.Concat(spec.InitContainers ?? []).Any(container => container.VolumeMounts?.Any(mount => mount.Name == volume.Name) == true);

    /// <summary>Why it cannot be had; null: it can.</summary>
    public static string? Refusal(V1Volume volume) => volume switch
    {
        { HostPath: not null } => "hostPath: a container group has no host of its own",
        { Csi: { Driver: not AzureFileDriver } } => $"csi ({volume.Csi.Driver}): ACI mounts Azure Files alone, which is {AzureFileDriver}",
        { Nfs: not null } => "nfs: ACI mounts Azure Files by SMB alone",
        { Image: not null } => "image: ACI mounts no images",
        { AzureDisk: not null } => "azureDisk: ACI attaches no disks; use azureFile",
        { GitRepo: { Repository: var repository } } when !IsRepository(repository) => "gitRepo: the repository's address must begin with https:// or http://",
        { GitRepo: { Directory: { } directory } } when directory.StartsWith('/') || directory.Split('/').Contains("..") => "gitRepo: the directory leads out of the volume",
        _ when HoldsFiles(volume) || IsShare(volume) || volume.EmptyDir is not null || volume.GitRepo is not null => null,
        _ => "this kind of volume is not supported by ACI",
    };

    private static bool IsRepository(string? repository) => Uri.TryCreate(repository, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
}
