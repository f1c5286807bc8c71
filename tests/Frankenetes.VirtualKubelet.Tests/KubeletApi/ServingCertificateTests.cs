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
        using var certificate = ServingCertificate.Create(Section("client"), "n", IPAddress.Parse("10.0.0.4"), DateTimeOffset.UtcNow);
        Assert.True(certificate.HasPrivateKey);
        Assert.True(certificate.MatchesHostname("10.0.0.4"));
        Assert.False(certificate.MatchesHostname("10.0.0.5"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(certificate));
    }

    [Theory]
    [InlineData("ours", "kube-apiserver-kubelet-client", 200)]
    [InlineData("ours", "somebody", 403)]
    [InlineData("theirs", "kube-apiserver-kubelet-client", 401)]
    public void Callers_need_the_right_authority_and_name(string signer, string name, int verdict)
    {
        using var ours = Authority("ours", false);
        using var theirs = Authority("theirs", false);
        using var key = ECDsa.Create();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var client = request.Create(signer == "ours" ? ours : theirs, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1]);
        Assert.Equal(verdict, new ClientGuard(Section("ours")).Judge(client));
    }

    [Fact]
    public void Callers_without_a_certificate_are_unauthorized()
    {
        using var ours = Authority("ours", false);
        Assert.Equal(401, new ClientGuard(Section("ours")).Judge(null));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private KubeletSection Section(string clientAuthority) => new()
    {
        ServingCaCertificate = Path.Combine(_folder.FullName, "kubelet-serving.crt"),
        ServingCaKey = Path.Combine(_folder.FullName, "kubelet-serving.key"),
        ClientCertificateAuthority = Path.Combine(_folder.FullName, $"{clientAuthority}.crt"),
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
