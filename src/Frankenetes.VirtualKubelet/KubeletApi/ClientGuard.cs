using System.Security.Cryptography.X509Certificates;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>Who may call: clients with a certificate of the cluster's CA and one of the allowed common names.</summary>
internal sealed class ClientGuard
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _authorities = [];
    private readonly HashSet<string> _allowed;

    public ClientGuard(KubeletSection section)
    {
        _authorities.ImportFromPemFile(section.ClientCertificateAuthority);
        _allowed = [.. section.AllowedClients];
    }

    /// <summary>200, 401 (no or no valid certificate) or 403 (somebody else).</summary>
    public int Judge(X509Certificate2? client)
    {
        if (client is null || !IsTrusted(client)) return 401;
        return _allowed.Contains(client.GetNameInfo(X509NameType.SimpleName, forIssuer: false)) ? 200 : 403;
    }

    private bool IsTrusted(X509Certificate2 client)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuthentication));
        return chain.Build(client);
    }
}
