namespace Frankenetes.Clusters.Certificates;

/// <summary>A certificate and its private key, both as PEM text.</summary>
/// <param name="Certificate">One <c>CERTIFICATE</c> block.</param>
/// <param name="Key">One <c>EC PRIVATE KEY</c> block (SEC 1); a secret.</param>
internal sealed record PemPair(string Certificate, string Key)
{
    /// <summary>Says only that there is one: records print their members, and the key must reach no log.</summary>
    public override string ToString() => nameof(PemPair);
}
