namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>Something that an instance is or does otherwise than its pod says.</summary>
/// <param name="Reason">One word, as in <c>ResourcesRounded</c>.</param>
/// <param name="Message">For people: the fields, and what became of them.</param>
public sealed record PodRemark(string Reason, string Message);
