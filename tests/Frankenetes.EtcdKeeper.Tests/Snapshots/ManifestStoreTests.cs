using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Frankenetes.EtcdKeeper.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.EtcdKeeper.Tests.Snapshots;

public class ManifestStoreTests
{
    [Fact]
    public async Task Of_a_void_and_a_claim_at_the_same_time_exactly_one_wins()
    {
        await using var account = await RecordAccount.CreateAsync();
        var store = Store(account);
        var claims = 0;
        for (var epoch = 1; epoch <= 50; epoch++)
        {
            var manifest = Sealed(epoch);
            Assert.True(await store.TrySealAsync(manifest, CancellationToken.None));
            // Each is first in every other round; the first two rounds are no race, so that both outcomes are seen.
            var voidFirst = epoch % 2 == 1;
            var voiding = voidFirst ? store.VoidAsync(manifest, CancellationToken.None) : null;
            if (epoch == 1)
                await voiding!;
            var claiming = account.ClaimAsync(epoch);
            if (epoch == 2)
                await claiming;
            voiding ??= store.VoidAsync(manifest, CancellationToken.None);
            Assert.NotEqual(await claiming, await voiding);
            claims += await claiming ? 1 : 0;
            Assert.Equal(await claiming ? ManifestState.Claimed : ManifestState.Voided, (await store.ReadAsync(epoch, CancellationToken.None))!.State);
        }

        Assert.InRange(claims, 1, 49);
    }

    [Fact]
    public async Task A_seal_may_be_repeated_but_another_one_does_not_replace_it()
    {
        await using var account = await RecordAccount.CreateAsync();
        var store = Store(account);
        var manifest = Sealed(1);
        Assert.True(await store.TrySealAsync(manifest, CancellationToken.None));
        Assert.True(await store.TrySealAsync(manifest, CancellationToken.None));
        Assert.False(await store.TrySealAsync(Sealed(1), CancellationToken.None));
        Assert.True(await store.VoidAsync(manifest, CancellationToken.None));
        Assert.True(await store.TrySealAsync(Sealed(1), CancellationToken.None));
    }

    [Fact]
    public async Task Voiding_what_was_never_written_keeps_a_late_seal_out()
    {
        await using var account = await RecordAccount.CreateAsync();
        var manifest = Sealed(1);
        Assert.True(await Store(account).VoidAsync(manifest, CancellationToken.None));
        var late = new Azure.Storage.Blobs.Models.BlobUploadOptions { Conditions = new() { IfNoneMatch = Azure.ETag.All } };
        var refused = await Assert.ThrowsAsync<Azure.RequestFailedException>(
            () => account.Etcd.GetBlobClient(ManifestStore.NameOf(1)).UploadAsync(BinaryData.FromString("{}"), late));
        Assert.Equal(409, refused.Status);
    }

    private static ManifestStore Store(RecordAccount account) => new(
        BlobContainers.Open(account.EtcdSas, account.CertificateAuthority, StoragePatience.Patient), TimeProvider.System, NullLogger.Instance);

    private static Manifest Sealed(int epoch) => new()
    {
        ClusterId = Guid.NewGuid(), Epoch = epoch, RequestId = Guid.NewGuid().ToString(), State = ManifestState.Sealed, Snapshot = "full/x", Sha256 = "00", Bytes = 1,
        Revision = 5, CompactRevision = -1, HashKv = 7, EtcdVersion = "3.5.30", At = DateTimeOffset.UtcNow,
    };
}
