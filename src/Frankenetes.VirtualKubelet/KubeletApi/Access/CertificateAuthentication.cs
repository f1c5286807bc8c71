using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.VirtualKubelet.KubeletApi.Access;

/// <summary>Callers with a client certificate of the cluster's CA: the common name is the user, each organization a group. Source: Kubernetes, x509 client certificates.</summary>
internal sealed class CertificateAuthentication
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string Organization = "2.5.4.10";

    private readonly X509Certificate2Collection _authorities = [];

    public CertificateAuthentication(string authorityFile) => _authorities.ImportFromPemFile(authorityFile);

    /// <summary>Null where there is no certificate or it is not to be trusted.</summary>
    public Caller? Find(X509Certificate2? client)
    {
        if (client is null || !IsTrusted(client)) return null;
        var name = client.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return name.Length == 0 ? null : new Caller(name, null, [.. Organizations(client), Caller.Authenticated]);
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

    private static IEnumerable<string> Organizations(X509Certificate2 client) =>
        from name in client.SubjectName.EnumerateRelativeDistinguishedNames()
        where !name.HasMultipleElements && name.GetSingleElementType().Value == Organization
        let value = name.GetSingleElementValue()
        where value is not null
        select value;
}
