using System.Security.Cryptography.X509Certificates;
using Frankenetes.Clusters.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.Clusters.Tests.Certificates;

public class AuthorityRenewalTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Authorities_with_time_left_stay_as_they_are()
    {
        var keys = KeyMaker.Create(_time);
        _time.Advance(TimeSpan.FromDays(365 * 9));
        var (same, renewed) = AuthorityRenewal.Renew(keys, _time.GetUtcNow(), _time);
        Assert.Empty(renewed);
        Assert.Equal(keys, same);
    }

    [Theory]
    [InlineData(3630)]
    [InlineData(5000)]
    public void Those_that_ran_out_or_soon_will_are_renewed_and_keep_their_keys(int days)
    {
        var keys = KeyMaker.Create(_time);
        _time.Advance(TimeSpan.FromDays(days));
        var (changed, renewed) = AuthorityRenewal.Renew(keys, _time.GetUtcNow(), _time);
        Assert.Equal(["kubernetes", "etcd-ca", "front-proxy-ca", "kubelet-serving-ca", "request-signing-ca"], renewed);
        Assert.Equal(keys.ServiceAccountKey, changed.ServiceAccountKey);
        Assert.Equal(keys.EncryptionKey, changed.EncryptionKey);
        Assert.Equal(Public(keys.Cluster), Public(changed.Cluster));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(AuthorityRenewal.Renew(changed, _time.GetUtcNow(), _time).Renewed);
    }

    [Fact]
    public void A_resume_that_was_broken_off_and_runs_again_tells_what_its_first_run_renewed()
    {
        var keys = KeyMaker.Create(_time);
        _time.Advance(TimeSpan.FromDays(3630) + TimeSpan.FromMilliseconds(700));
        var began = _time.GetUtcNow();
        var (changed, first) = AuthorityRenewal.Renew(keys, began, _time);
        _time.Advance(TimeSpan.FromHours(3));
        var (same, again) = AuthorityRenewal.Renew(changed, began, _time);
        Assert.Equal(5, again.Count);
        Assert.Equal(first, again);
        Assert.Equal(changed, same);
    }

    [Fact]
    public void What_a_renewed_authority_signs_and_what_it_signed_before_are_both_trusted()
    {
        var keys = KeyMaker.Create(_time);
        _time.Advance(TimeSpan.FromDays(3630));
        var before = new Leaves(keys, _time).Administrator();
        var renewed = AuthorityRenewal.Renew(keys, _time.GetUtcNow(), _time).Keys;
        _time.Advance(TimeSpan.FromDays(100));
        Assert.True(IsTrusted(before, renewed.Cluster));
        Assert.True(IsTrusted(new Leaves(renewed, _time).ApiServer("x.example"), renewed.Cluster));
        Assert.False(IsTrusted(before, keys.Cluster));
    }

    private bool IsTrusted(PemPair leaf, PemPair authority)
    {
        using var certificate = X509Certificate2.CreateFromPem(leaf.Certificate);
        using var root = X509Certificate2.CreateFromPem(authority.Certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    private static string Public(PemPair pair)
    {
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
        return Convert.ToBase64String(certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }
}
