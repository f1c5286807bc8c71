using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>The CA made on first use, whose key never leaves the state folder, and the serving certificate it signs at every start.</summary>
internal sealed class CertificateAuthority
{
    private readonly X509Certificate2 _authority;

    private CertificateAuthority(X509Certificate2 authority, string certificatePath) => (_authority, CertificatePath) = (authority, certificatePath);

    /// <summary>PEM; what clients trust.</summary>
    public string CertificatePath { get; }

    public static string PathIn(StateFolder state) => state.File("ca.pem");

    public static CertificateAuthority LoadOrCreate(StateFolder state, TimeProvider time)
    {
        var (certificate, key) = (PathIn(state), state.File("ca.key"));
        // The certificate is written last: where it exists, its key does too.
        if (!File.Exists(certificate))
            Create(certificate, key, time.GetUtcNow());
        return new CertificateAuthority(X509Certificate2.CreateFromPemFile(certificate, key), certificate);
    }

    /// <summary>A certificate for 127.0.0.1, localhost, the name and the gateway that groups use, and host-style storage names.</summary>
    public X509Certificate2 IssueServing(IPAddress gateway, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=LocalAzure", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(gateway);
        foreach (var name in new[] { "localhost", Authorities.GroupHost, $"*.blob.{Authorities.StorageSuffix}", $"*.file.{Authorities.StorageSuffix}" })
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        var now = time.GetUtcNow();
        var until = now.AddYears(1) < _authority.NotAfter ? now.AddYears(1) : new DateTimeOffset(_authority.NotAfter);
        using var issued = request.Create(_authority, now.AddHours(-1), until, RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    private static void Create(string certificatePath, string keyPath, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=LocalAzure CA {Guid.NewGuid().ToString("N")[..8]}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(10));
        AtomicFile.Write(keyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        AtomicFile.Write(certificatePath, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
    }
}
