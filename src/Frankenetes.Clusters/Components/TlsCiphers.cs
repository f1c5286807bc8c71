namespace Frankenetes.Clusters.Components;

/// <summary>The cipher suites of TLS 1.2 that servers of the control plane accept (those of TLS 1.3 are not configurable).</summary>
internal static class TlsCiphers
{
    /// <summary>Forward secret and authenticated; ECDSA alone, since every key here is one.</summary>
    public const string Strong =
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305";
}
