namespace Frankenetes.Clusters.Certificates;

/// <summary>The certificate that is wanted.</summary>
/// <param name="CommonName">The subject's CN: for clients of the API server, the user name.</param>
/// <param name="Use">What it may prove.</param>
/// <param name="Organization">The subject's O: for clients of the API server, the group; null for none.</param>
/// <param name="Names">DNS names and addresses it speaks for; null or empty for none.</param>
internal sealed record LeafRequest(string CommonName, CertificateUse Use, string? Organization = null, IReadOnlyList<string>? Names = null)
{
    /// <summary>All of the subject's organizations, where it has several.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = Organization is null ? [] : [Organization];
}
