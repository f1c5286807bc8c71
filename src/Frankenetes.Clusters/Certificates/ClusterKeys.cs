namespace Frankenetes.Clusters.Certificates;

/// <summary>
/// What <c>pki.json</c> holds: the keys that live as long as the cluster. Leaves are not kept; each start of the control plane and each
/// kubeconfig signs its own, so none is ever near its end.
/// </summary>
internal sealed record ClusterKeys
{
    /// <summary>Signs the API server and its clients.</summary>
    public required PemPair Cluster { get; init; }

    /// <summary>Signs etcd and its clients.</summary>
    public required PemPair Etcd { get; init; }

    /// <summary>Signs the API server towards aggregated API servers.</summary>
    public required PemPair FrontProxy { get; init; }

    /// <summary>Signs kubelets' serving certificates, and is trusted for nothing else.</summary>
    public required PemPair KubeletServing { get; init; }

    /// <summary>Signs approved CertificateSigningRequests; the API server trusts it for clients.</summary>
    public required PemPair RequestSigning { get; init; }

    /// <summary>Signs service-account tokens (ES256): an <c>EC PRIVATE KEY</c> block; a secret.</summary>
    public required string ServiceAccountKey { get; init; }

    /// <summary>Verifies service-account tokens: a <c>PUBLIC KEY</c> block.</summary>
    public required string ServiceAccountPublicKey { get; init; }

    /// <summary>Encrypts Secrets at rest (secretbox): 32 bytes in base64; a secret.</summary>
    public required string EncryptionKey { get; init; }

    /// <summary>A clone's: the originals' encryption keys, the oldest first, with which it reads what they wrote; secrets. Null: the cluster is no clone.</summary>
    public IReadOnlyList<string>? FormerEncryptionKeys { get; init; }

    /// <summary>Says only what it is: every member is or holds a secret.</summary>
    public override string ToString() => nameof(ClusterKeys);
}
