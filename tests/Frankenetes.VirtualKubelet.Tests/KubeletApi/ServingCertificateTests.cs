using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.KubeletApi;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

public sealed class ServingCertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frankenetes-kubelet-test");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_for_the_address_and_signed_by_the_serving_CA_whatever_its_key(bool rsa)
    {
        using var authority = Authority("kubelet-serving", rsa);
        using var certificate = ServingCertificate.Create(Section(), "n", IPAddress.Parse("10.0.0.4"), DateTimeOffset.UtcNow);
        Assert.True(certificate.HasPrivateKey);
        Assert.True(certificate.MatchesHostname("10.0.0.4"));
        Assert.False(certificate.MatchesHostname("10.0.0.5"));
        Assert.False(certificate.MatchesHostname("n.example.com"));
        using var named = ServingCertificate.Create(Section() with { ExternalName = "n.example.com" }, "n", IPAddress.Parse("10.0.0.4"), DateTimeOffset.UtcNow);
        Assert.True(named.MatchesHostname("n.example.com"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(certificate));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private KubeletSection Section() => new()
    {
        ServingCaCertificate = Path.Combine(_folder.FullName, "kubelet-serving.crt"),
        ServingCaKey = Path.Combine(_folder.FullName, "kubelet-serving.key"),
        ClientCertificateAuthority = "",
        AllowedClients = ["kube-apiserver-kubelet-client"],
    };

    private X509Certificate2 Authority(string name, bool rsa)
    {
        using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsaKey ? new CertificateRequest($"CN={name}", rsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
