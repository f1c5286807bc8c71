namespace Frankenetes.KubernetesApi.Connection;

/// <summary>How to reach an API server and as whom: a client certificate, and the one authority its certificate is trusted by.</summary>
public sealed record ApiServerOptions
{
    /// <summary>The API server's address, for example <c>https://127.0.0.1:6443</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>PEM file with the authority (or authorities) that must have signed the API server's certificate; nothing else is trusted.</summary>
    public required string CertificateAuthority { get; init; }

    /// <summary>PEM file with the client certificate.</summary>
    public required string ClientCertificate { get; init; }

    /// <summary>PEM file with the client certificate's unencrypted key.</summary>
    public required string ClientKey { get; init; }

    /// <summary>What the API server's audit log shows as the user agent.</summary>
    public string UserAgent { get; init; } = "frankenetes";

    /// <summary>How long one request other than a watch may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
