using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Frankenetes.Clusters.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.Clusters.Tests.Certificates;

public class CertificateAuthorityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public void A_leaf_lasts_one_year_and_began_an_hour_ago()
    {
        using var leaf = Certificate(CertificateAuthority.Create("ca", _time).Issue(new LeafRequest("x", CertificateUse.Client)));
        Assert.Equal(Now.AddHours(-1).UtcDateTime, leaf.NotBefore.ToUniversalTime());
        Assert.Equal(Now.AddYears(1).UtcDateTime, leaf.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void An_authority_lasts_ten_years_and_may_sign_leaves_alone()
    {
        using var authority = Certificate(CertificateAuthority.Create("ca", _time).Pair);
        Assert.Equal(Now.AddYears(10).UtcDateTime, authority.NotAfter.ToUniversalTime());
        var constraints = authority.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.True(constraints is { CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0, Critical: true });
    }

    [Fact]
    public void An_authority_that_was_read_back_signs_what_verifies()
    {
        var made = CertificateAuthority.Create("ca", _time);
        var again = new CertificateAuthority(made.Pair, _time);
        using var root = Certificate(made.Pair);
        using var leaf = Certificate(again.Issue(new LeafRequest("x", CertificateUse.Server, null, ["a.example"])));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        Assert.True(chain.Build(leaf));
    }

    [Fact]
    public void A_leaf_has_a_key_of_its_own_on_the_curve_P256()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(CertificateAuthority.Create("ca", _time).Issue(new LeafRequest("x", CertificateUse.Client)).Key);
        Assert.Equal(256, key.KeySize);
    }

    [Fact]
    public void Names_become_DNS_names_and_addresses_become_addresses()
    {
        using var leaf = Certificate(CertificateAuthority.Create("ca", _time).Issue(new LeafRequest("x", CertificateUse.Server, null, ["a.example", "10.96.0.1"])));
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["a.example"], names.EnumerateDnsNames());
        Assert.Equal(["10.96.0.1"], names.EnumerateIPAddresses().Select(address => address.ToString()));
    }

    [Fact]
    public void A_pair_printed_shows_no_key() =>
        Assert.DoesNotContain("KEY", $"{CertificateAuthority.Create("ca", _time).Pair}", StringComparison.Ordinal);

    private static X509Certificate2 Certificate(PemPair pair) => X509Certificate2.CreateFromPem(pair.Certificate);
}
