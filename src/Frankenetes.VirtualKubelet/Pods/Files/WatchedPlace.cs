namespace Frankenetes.VirtualKubelet.Pods.Files;

/// <summary>One ConfigMap or Secret.</summary>
/// <param name="Kind"><c>configmaps</c> or <c>secrets</c>, as in paths.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record WatchedPlace(string Kind, string Namespace, string Name)
{
    public const string ConfigMaps = "configmaps";
    public const string Secrets = "secrets";

    /// <summary>A node may list and watch single objects of its pods, by this selector alone.</summary>
    public string Path => $"api/v1/namespaces/{Namespace}/{Kind}?fieldSelector=metadata.name%3D{Name}";
}
