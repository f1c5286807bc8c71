using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// What a container runs. ACI has one list that replaces the image's entrypoint and arguments together, so arguments alone are put behind the entrypoint that the image's registry told.
/// </summary>
internal static class ContainerCommand
{
    /// <summary>Null: the image's own.</summary>
    /// <exception cref="MissingInputException">The image's entrypoint is needed and could not be read.</exception>
    public static List<string>? Of(V1Container container, IReadOnlyDictionary<string, EnvironmentValue> variables, PodInputs inputs, string at)
    {
        if (container.Command is not { Count: > 0 } && container.Args is not { Count: > 0 }) return null;
        var entrypoint = container.Command is { Count: > 0 } ? [] : Entrypoint(container, inputs, at);
        return [.. entrypoint, .. Expand(container.Command, variables, $"{at}.command"), .. Expand(container.Args, variables, $"{at}.args")];
    }

    /// <summary>Only the registry can say what stands before its arguments.</summary>
    public static bool NeedsImage(V1Container container) => container.Command is not { Count: > 0 } && container.Args is { Count: > 0 };

    private static IReadOnlyList<string> Entrypoint(V1Container container, PodInputs inputs, string at) => Inputs.Image(inputs, container.Image) switch
    {
        { Configuration: { } image } => image.Entrypoint,
        var answer => throw new MissingInputException(
            $"{at}.args stands without a command, so the entrypoint of image {container.Image} is needed, and {answer?.Failure ?? "its registry was not asked"}; write {at}.command too, or make the registry reachable"),
    };

    private static IEnumerable<string> Expand(IList<string>? parts, IReadOnlyDictionary<string, EnvironmentValue> variables, string at)
    {
        foreach (var part in parts ?? [])
        {
            var expanded = VariableExpansion.Expand(part, variables);
            if (expanded.IsSecret) throw new RefusedPodException(at, "it would show a Secret's value to everybody who may read the container group; let the program read the variable");
            yield return expanded.Text;
        }
    }
}
