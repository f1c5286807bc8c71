using System.Text;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>Azure Files shares: named by the pod itself, by its inline CSI volume, or by the persistent volume that its claim is bound to.</summary>
internal sealed class Shares(PodInputs inputs, V1Pod pod)
{
    // The in-tree volume's names for a Secret's keys, then the CSI driver's older ones.
    private static readonly string[] _accountKeys = ["azurestorageaccountname", "accountname"];
    private static readonly string[] _keyKeys = ["azurestorageaccountkey", "accountkey"];

    /// <exception cref="MissingInputException">A claim is not bound, a Secret or a key in it is not there.</exception>
    /// <exception cref="RefusedPodException">The volume behind a claim is no Azure Files share.</exception>
    public ContainerInstanceAzureFileVolume Of(V1Volume volume)
    {
        var at = $"spec.volumes[{volume.Name}]";
        if (volume.AzureFile is { } share) return Compose(share.ShareName, share.SecretName, null, share.ReadOnlyProperty == true);
        if (volume.Csi is { } csi) return Compose(Attribute(csi.VolumeAttributes, "sharename", at), Attribute(csi.VolumeAttributes, "secretname", at), null, csi.ReadOnlyProperty == true);
        var claim = VolumeKinds.Claim(volume, pod.Metadata.Name)!;
        return OfVolume(at, claim, Inputs.Claim(inputs, claim), volume.PersistentVolumeClaim?.ReadOnlyProperty == true);
    }

    /// <summary>The Secret that a persistent volume names, as <see cref="PodInputs.Secrets"/> names it; null: it names none.</summary>
    public static string? SecretOf(V1PersistentVolume volume, string podNamespace)
    {
        var space = volume.Spec.ClaimRef?.NamespaceProperty ?? podNamespace;
        var (name, secretSpace) = volume.Spec switch
        {
            { AzureFile: { } file } => (file.SecretName, file.SecretNamespace),
            { Csi: { Driver: VolumeKinds.AzureFileDriver } csi } => (csi.NodeStageSecretRef ?? csi.NodePublishSecretRef) is { } reference
                ? (reference.Name, reference.NamespaceProperty) : (Find(csi.VolumeAttributes, "secretname"), Find(csi.VolumeAttributes, "secretnamespace")),
            _ => (null, null),
        };
        if (string.IsNullOrEmpty(name)) return null;
        secretSpace = string.IsNullOrEmpty(secretSpace) ? space : secretSpace;
        return secretSpace == podNamespace ? name : $"{secretSpace}/{name}";
    }

    private ContainerInstanceAzureFileVolume OfVolume(string at, string claim, V1PersistentVolume volume, bool readOnly)
    {
        var name = volume.Metadata?.Name ?? "";
        if (volume.Spec.AzureFile is null && volume.Spec.Csi?.Driver != VolumeKinds.AzureFileDriver)
            throw new RefusedPodException(at, $"the volume {name} that claim {claim} is bound to is no Azure Files share, and ACI mounts nothing else");
        var secret = SecretOf(volume, pod.Metadata.NamespaceProperty) ?? throw new RefusedPodException(at, $"the volume {name} names no Secret with the share's account and key");
        var shareName = volume.Spec.AzureFile?.ShareName ?? Find(volume.Spec.Csi?.VolumeAttributes, "sharename") ?? HandlePart(volume.Spec.Csi?.VolumeHandle, 2)
            ?? throw new RefusedPodException(at, $"the volume {name} names no share");
        var onlyRead = volume.Spec.AccessModes is { Count: > 0 } modes && modes.All(mode => mode == "ReadOnlyMany");
        return Compose(shareName, secret, HandlePart(volume.Spec.Csi?.VolumeHandle, 1), readOnly || onlyRead || volume.Spec.AzureFile?.ReadOnlyProperty == true || volume.Spec.Csi?.ReadOnlyProperty == true);
    }

    private ContainerInstanceAzureFileVolume Compose(string shareName, string secretName, string? account, bool readOnly)
    {
        var secret = Inputs.Secret(inputs, secretName, false)!;
        return new(shareName, Read(secret, secretName, _accountKeys) ?? account ?? throw Missing(_accountKeys[0], secretName))
        {
            StorageAccountKey = Read(secret, secretName, _keyKeys) ?? throw Missing(_keyKeys[0], secretName),
            IsReadOnly = readOnly ? true : null,
        };
    }

    private static string? Read(V1Secret secret, string name, string[] keys) =>
        keys.Where(key => secret.Data?.ContainsKey(key) == true).Select(key => Encoding.UTF8.GetString(secret.Data[key]).Trim()).FirstOrDefault();

    private static MissingInputException Missing(string key, string secret) => new($"there is no key {key} in Secret {secret}");

    // The driver reads attribute names without regard to case.
    private static string? Find(IDictionary<string, string>? attributes, string name) =>
        attributes?.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value ? value : null;

    private static string Attribute(IDictionary<string, string>? attributes, string name, string at) =>
        Find(attributes, name) ?? throw new RefusedPodException($"{at}.csi.volumeAttributes", $"{name} is required: a share is made by a claim or beforehand");

    // The driver's handles: resource group, account, share, and more, with # between.
    private static string? HandlePart(string? handle, int part) => handle?.Split('#') is { Length: >= 3 } parts && parts[part].Length > 0 ? parts[part] : null;
}
