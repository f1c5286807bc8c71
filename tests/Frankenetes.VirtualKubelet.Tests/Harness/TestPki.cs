using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>One authority for everything, as PEM files in one folder.</summary>
internal sealed class TestPki : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _authority;

    public TestPki(string folder)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Certificate("ca"), _authority.ExportCertificatePem());
        File.WriteAllText(Key("ca"), key.ExportPkcs8PrivateKeyPem());
        // The form that kube-apiserver reads keys of service accounts in.
        File.WriteAllText(Key("sa"), key.ExportECPrivateKeyPem());
    }

    public string Certificate(string name) => Path.Combine(_folder, name + ".crt");

    public string Key(string name) => Path.Combine(_folder, name + ".key");

    /// <param name="name">Of the files.</param>
    /// <param name="subject">For example <c>O=system:masters, CN=admin</c>.</param>
    public void Issue(string name, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(20), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Certificate(name), certificate.ExportCertificatePem());
        File.WriteAllText(Key(name), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _authority.Dispose();
}
