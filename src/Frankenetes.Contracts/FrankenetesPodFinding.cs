namespace Frankenetes.Contracts;

/// <summary>One thing about a pod that is or goes otherwise on Azure Container Instances than its manifest says.</summary>
public sealed class FrankenetesPodFinding
{
    /// <summary>Refused: the pod cannot run as it is. Rounded: a value becomes another. Ignored: a field has no effect. Defaulted: the manifest says nothing, this is what it gets. ReadLater: known only when the pod is created.</summary>
    public required string Kind { get; init; }

    /// <summary>The field's path, such as <c>spec.containers[web].resources.requests.memory</c>; of ReadLater the object's name.</summary>
    public required string Field { get; init; }

    /// <summary>Why, and what to do instead where there is something.</summary>
    public required string Message { get; init; }

    /// <summary>Kind, field and message in one line.</summary>
    public override string ToString() => $"{Kind}: {Field}: {Message}";
}
