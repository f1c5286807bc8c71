namespace Frankenetes.VirtualKubelet.Control;

/// <summary>The newest change to the cluster that somebody asked for.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="User">By whom.</param>
/// <param name="Verb">Such as <c>create</c>.</param>
/// <param name="Resource">Of what, such as <c>default/configmaps/memory</c>.</param>
internal sealed record LastWrite(DateTimeOffset At, string User, string Verb, string Resource);
