using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Looks a named object up; null when it is absent and may be.</summary>
internal static class Inputs
{
    /// <exception cref="MissingInputException">Absent, and not optional.</exception>
    public static V1ConfigMap? ConfigMap(PodInputs inputs, string name, bool? optional) =>
        inputs.ConfigMaps.TryGetValue(name, out var found) ? found : Absent<V1ConfigMap>(optional, $"ConfigMap {name}");

    /// <exception cref="MissingInputException">Absent, and not optional.</exception>
    public static V1Secret? Secret(PodInputs inputs, string name, bool? optional) =>
        inputs.Secrets.TryGetValue(name, out var found) ? found : Absent<V1Secret>(optional, $"Secret {name}");

    /// <exception cref="MissingInputException">Absent, or not bound.</exception>
    public static V1PersistentVolume Claim(PodInputs inputs, string name) =>
        inputs.Claims.TryGetValue(name, out var found) ? found : throw new MissingInputException($"PersistentVolumeClaim {name} is not there or not bound to a volume yet");

    /// <summary>Null when the image was not asked after.</summary>
    public static ImageAnswer? Image(PodInputs inputs, string image) => inputs.Images.TryGetValue(image, out var found) ? found : null;

    private static T? Absent<T>(bool? optional, string what)
        where T : class => optional == true ? null : throw new MissingInputException($"there is no {what}");
}
