using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.Clusters.Certificates;

/// <summary>An ECDSA P-256 certificate authority: signs leaves as kubeadm's do, but for one year from now whatever the CA's own start.</summary>
internal sealed class CertificateAuthority
{
    /// <summary>How long before its making a certificate begins to be good: clocks differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromHours(1);
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");
    private readonly TimeProvider _time;

    public CertificateAuthority(PemPair pair, TimeProvider time)
    {
        Pair = pair;
        _time = time;
    }

    /// <summary>The CA's own certificate and key.</summary>
    public PemPair Pair { get; }

    /// <summary>Makes a new CA that is valid for ten years.</summary>
    public static CertificateAuthority Create(string commonName, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateAuthority(SelfSigned(new X500DistinguishedName($"CN={commonName}"), key, time), time);
    }

    /// <summary>The same authority, key and all, valid for ten years from now.</summary>
    public PemPair Renewed()
    {
        using var certificate = X509Certificate2.CreateFromPem(Pair.Certificate, Pair.Key);
        using var key = certificate.GetECDsaPrivateKey()!;
        return SelfSigned(certificate.SubjectName, key, _time);
    }

    private static PemPair SelfSigned(X500DistinguishedName subject, ECDsa key, TimeProvider time)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - Skew, now.AddYears(10));
        return new PemPair(certificate.ExportCertificatePem() + "\n", key.ExportECPrivateKeyPem() + "\n");
    }

    /// <summary>Signs a new key pair for one year.</summary>
    public PemPair Issue(LeafRequest leaf)
    {
        using var issuer = X509Certificate2.CreateFromPem(Pair.Certificate, Pair.Key);
        using var issuerKey = issuer.GetECDsaPrivateKey()!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(leaf), key, HashAlgorithmName.SHA256);
        AddExtensions(request, leaf, issuer);
        var now = _time.GetUtcNow();
        using var certificate = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey),
            now - Skew, now.AddYears(1), SerialNumber());
        return new PemPair(certificate.ExportCertificatePem() + "\n", key.ExportECPrivateKeyPem() + "\n");
    }

    private static X500DistinguishedName Subject(LeafRequest leaf)
    {
        var subject = new X500DistinguishedNameBuilder();
        foreach (var organization in leaf.Organizations)
            subject.AddOrganizationName(organization);
        subject.AddCommonName(leaf.CommonName);
        return subject.Build();
    }

    private static void AddExtensions(CertificateRequest request, LeafRequest leaf, X509Certificate2 issuer)
    {
        var uses = new OidCollection();
        if (leaf.Use.HasFlag(CertificateUse.Server))
            uses.Add(ServerUse);
        if (leaf.Use.HasFlag(CertificateUse.Client))
            uses.Add(ClientUse);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        if (leaf.Names is { Count: > 0 } names)
            request.CertificateExtensions.Add(AlternativeNames(names));
    }

    private static X509Extension AlternativeNames(IReadOnlyList<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        return alternatives.Build();
    }

    // 127 random bits, positive (RFC 5280, 4.1.2.2).
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40);
        return serial;
    }
}
