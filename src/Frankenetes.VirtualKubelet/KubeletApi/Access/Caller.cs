namespace Frankenetes.VirtualKubelet.KubeletApi.Access;

/// <summary>Who asks, as Kubernetes knows users.</summary>
internal sealed record Caller(string Name, string? Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra = null)
{
    public const string Authenticated = "system:authenticated";
}
