using k8s.Models;

namespace Frankenetes.PodTranslation.Starting;

/// <summary>
/// Programs that the pod agent starts, because their containers ask for what ACI has no member for. It does it and gives its place to the program; only where the pod wants to hear of the program or be heard by it
/// the agent stays beside it, as its parent.
/// </summary>
internal static class StartedPrograms
{
    private const string Verb = "run";
    private const string DefaultMessage = "/dev/termination-log";

    /// <summary>Whether the pod agent starts the container's program.</summary>
    public static bool Contains(V1Pod pod, V1Container container) =>
        !string.IsNullOrEmpty(container.WorkingDir) || HasParent(pod, container) || PodAddresses.IsAsked(container) || container.VolumeMounts?.Any(new PlacedParts(pod.Spec).Contains) == true;

    /// <summary>Whether the pod agent stays beside it.</summary>
    public static bool HasParent(V1Pod pod, V1Container container) =>
        container.Stdin == true || container.Tty == true || container.TerminationMessagePolicy == "FallbackToLogsOnError" || container.TerminationMessagePath is not (null or "" or DefaultMessage)
        || PodAnnotations.Of(pod).IsOn(PodAnnotations.PreviousLogs, otherwise: false);

    /// <summary>Where a program's parent keeps what outlives a run.</summary>
    public static string StateOf(string container) => $"{TranslationSettings.StateFolder}/{container}";

    /// <summary>The container's command.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="parts">Its parts of volumes with their subPaths written out.</param>
    /// <param name="command">What it would run without the agent: all of it.</param>
    public static List<string> Command(V1Pod pod, V1Container container, IEnumerable<PlacedPart> parts, IEnumerable<string> command) =>
        [TranslationSettings.PodAgentProgram, Verb, .. Folder(container), .. parts.SelectMany(part => part.Options), .. HasParent(pod, container) ? Parent(container) : [], "--", .. command];

    /// <summary>Whether a command is of the agent's, with a parent or without.</summary>
    public static bool IsIn(IList<string>? command) => command is [TranslationSettings.PodAgentProgram, Verb, ..];

    /// <summary>Whether a command leaves the agent as the program's parent.</summary>
    public static bool HasParent(IList<string>? command) => IsIn(command) && command!.TakeWhile(word => word != "--").Contains("--state");

    private static string[] Folder(V1Container container) => string.IsNullOrEmpty(container.WorkingDir) ? [] : ["--in", container.WorkingDir];

    private static IEnumerable<string> Parent(V1Container container)
    {
        yield return "--state";
        yield return StateOf(container.Name);
        if (container.Stdin == true) yield return container.StdinOnce == true ? "--input-once" : "--input";
        if (container.Tty == true) yield return "--terminal";
        yield return "--message";
        yield return string.IsNullOrEmpty(container.TerminationMessagePath) ? DefaultMessage : container.TerminationMessagePath;
        if (container.TerminationMessagePolicy == "FallbackToLogsOnError") yield return "--message-from-output";
    }
}
