namespace Frankenetes.PodTranslation;

/// <summary>Something in a pod that a container group cannot be or do.</summary>
/// <param name="Field">The field's path, for example <c>spec.containers[web].startupProbe</c>.</param>
/// <param name="Reason">Why, and what to do instead where there is something.</param>
internal sealed record Refusal(string Field, string Reason)
{
    public override string ToString() => $"{Field}: {Reason}";
}
