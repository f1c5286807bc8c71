using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>What a pod is waited to come to.</summary>
internal sealed record PodGoal
{
    private static readonly string[] Phases = ["Pending", "Running", "Succeeded", "Failed"];
    private readonly Func<FrankenetesPod, bool> _isMet;

    /// <summary>Whether a pod that has ended (Succeeded, Failed) may still come to it.</summary>
    private readonly bool _isMetByTheEnded;

    private PodGoal(string text, Func<FrankenetesPod, bool> isMet, bool isMetByTheEnded) => (Text, _isMet, _isMetByTheEnded) = (text, isMet, isMetByTheEnded);

    /// <summary>As the user put it.</summary>
    public string Text { get; }

    /// <summary>Whether the pod's absence is what is waited for.</summary>
    public bool IsDeleted { get; private init; }

    /// <summary>The pod is Ready, or came to its end before it was seen to be.</summary>
    public static PodGoal ReadyOrEnded { get; } = new("Ready", pod => Is(pod, "Ready", "True") || HasEnded(pod), true);

    /// <summary>Reads <c>Ready</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, <c>Pending</c>, <c>Completed</c> (one or the other end), <c>Deleted</c>, or a condition: <c>Type</c> or <c>Type=Status</c>.</summary>
    /// <exception cref="FrankenetesException">InvalidValue.</exception>
    public static PodGoal Parse(string text)
    {
        if (text.Equals("Deleted", StringComparison.OrdinalIgnoreCase))
            return new PodGoal("Deleted", pod => pod.Deleted, true) { IsDeleted = true };
        if (text.Equals("Completed", StringComparison.OrdinalIgnoreCase))
            return new PodGoal("Completed", HasEnded, true);
        if (Array.Find(Phases, phase => phase.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } wanted)
            return new PodGoal(wanted, pod => pod.Phase == wanted, false);
        return Condition(text);
    }

    public bool IsMet(FrankenetesPod pod) => _isMet(pod);

    /// <summary>Whether it is too late for this pod.</summary>
    public bool IsLost(FrankenetesPod pod) => !_isMetByTheEnded && HasEnded(pod) && !_isMet(pod);

    private static PodGoal Condition(string text)
    {
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts[0].StartsWith("condition", StringComparison.OrdinalIgnoreCase) && parts.Length == 2)
            parts = parts[1].Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts.Any(part => part.Length == 0 || part.Any(char.IsWhiteSpace)))
            throw new FrankenetesException(ErrorCatalog.InvalidValue, $"'{text}' is nothing that a pod can be waited for: a phase, Deleted, Completed, or a condition such as Ready or Ready=False.", text);
        var status = parts.Length == 2 ? parts[1] : "True";
        return new PodGoal(text, pod => Is(pod, parts[0], status), !status.Equals("True", StringComparison.OrdinalIgnoreCase));
    }

    private static bool Is(FrankenetesPod pod, string condition, string status) =>
        pod.Conditions.TryGetValue(condition, out var found) && found.Equals(status, StringComparison.OrdinalIgnoreCase);

    private static bool HasEnded(FrankenetesPod pod) => pod.Phase is "Succeeded" or "Failed";
}
