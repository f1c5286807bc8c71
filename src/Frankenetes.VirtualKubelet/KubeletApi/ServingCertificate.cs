using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>Signs the node's serving certificate. The group's address is new at every start, so the certificate is too.</summary>
internal static class ServingCertificate
{
    private static readonly TimeSpan BackDated = TimeSpan.FromHours(1);
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    public static X509Certificate2 Create(KubeletSection section, string nodeName, IPAddress address, DateTimeOffset now)
    {
        using var authority = X509Certificate2.CreateFromPemFile(section.ServingCaCertificate, section.ServingCaKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"O=system:nodes, CN=system:node:{nodeName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        names.AddDnsName(nodeName);
        if (section.ExternalName is { } external) names.AddDnsName(external);
        request.CertificateExtensions.Add(names.Build());

        var end = now + Life < authority.NotAfter ? now + Life : authority.NotAfter;
        var start = now - BackDated > authority.NotBefore ? now - BackDated : authority.NotBefore;
        using var signed = Sign(request, authority, start, end);
        return signed.CopyWithPrivateKey(key);
    }

    // The CA's key may be of another kind than ours, which CertificateRequest.Create(X509Certificate2, ...) refuses.
    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 authority, DateTimeOffset start, DateTimeOffset end)
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using var rsa = authority.GetRSAPrivateKey();
        if (rsa is not null) return request.Create(authority.SubjectName, X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1), start, end, serial);
        using var ecdsa = authority.GetECDsaPrivateKey() ?? throw new ConfigurationException("the serving CA's key is neither RSA nor ECDSA");
        return request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(ecdsa), start, end, serial);
    }
}
