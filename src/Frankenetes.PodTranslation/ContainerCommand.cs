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

    /// <summary>All of it, the image's own where the pod says nothing: another program starts it.</summary>
    /// <exception cref="MissingInputException">The image's entrypoint is needed and could not be read.</exception>
    public static IReadOnlyList<string> Whole(V1Container container, IReadOnlyDictionary<string, EnvironmentValue> variables, PodInputs inputs, string at)
    {
        if (Of(container, variables, inputs, at) is { } said) return said;
        var image = Image(container, inputs, at, "asks for what the pod agent does when it starts the program");
        return image is { Entrypoint.Count: 0, Command.Count: 0 } ? throw new RefusedPodException($"{at}.command", "is required: the image has none") : [.. image.Entrypoint, .. image.Command];
    }

    /// <summary>Only the registry can say what stands before its arguments, and what the program is where the pod names none and it is to be started by another.</summary>
    public static bool NeedsImage(V1Pod pod, V1Container container) => container.Command is not { Count: > 0 } && (container.Args is { Count: > 0 } || StartedPrograms.Contains(pod, container));

    private static IReadOnlyList<string> Entrypoint(V1Container container, PodInputs inputs, string at) => Image(container, inputs, at, "has args without a command").Entrypoint;

    private static ImageConfiguration Image(V1Container container, PodInputs inputs, string at, string why) => Inputs.Image(inputs, container.Image) is var answer && answer?.Configuration is { } image
        ? image : throw new MissingInputException(
            $"{at} {why}, so the entrypoint of image {container.Image} is needed, and {answer?.Failure ?? "its registry was not asked"}; write {at}.command too, or make the registry reachable");

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
