namespace Frankenetes.PodTranslation;

/// <summary>Where pods' groups take the pod agent from.</summary>
/// <param name="Image">Runs as root, as ACI asks of containers that mount Azure Files; needs nothing in it.</param>
/// <param name="StorageAccount">The data account.</param>
/// <param name="StorageAccountKey">Its key; a secret.</param>
/// <param name="ShareName">The share that holds <c>frankenetes-pod</c>.</param>
internal sealed record PodAgentSource(string Image, string StorageAccount, string StorageAccountKey, string ShareName)
{
    /// <summary>Names no secret.</summary>
    public override string ToString() => $"{StorageAccount}/{ShareName}";
}
