using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Tests.Snapshots;

public class RetentionTests
{
    [Fact]
    public void The_newest_three_of_the_epoch_and_those_of_manifests_stay()
    {
        var catalog = Catalog([(2, 50), (2, 40), (2, 30), (2, 20), (1, 15), (1, 10)], named: (1, 15));
        Assert.Equal([Name(2, 20), Name(1, 10)], Retention.Surplus(catalog, epoch: 2));
    }

    [Fact]
    public void Nothing_goes_before_the_epoch_has_three_of_its_own()
        => Assert.Empty(Retention.Surplus(Catalog([(2, 50), (2, 40), (1, 15), (1, 10), (1, 5), (1, 4)], named: null), epoch: 2));

    [Fact]
    public void A_newer_epochs_snapshots_are_not_ours_to_delete()
        => Assert.Empty(Retention.Surplus(Catalog([(3, 60), (2, 50), (2, 40), (2, 30)], named: null), epoch: 2));

    private static string Name(int epoch, long revision) => new SnapshotName(epoch, revision, DateTimeOffset.UnixEpoch).ToString();

    private static RecordCatalog Catalog((int Epoch, long Revision)[] snapshots, (int Epoch, long Revision)? named)
    {
        Manifest[] manifests = named is not { } it
            ? []
            :
            [
                new Manifest
                {
                    ClusterId = Guid.Empty, Epoch = it.Epoch, RequestId = "", State = ManifestState.Claimed, Snapshot = Name(it.Epoch, it.Revision), Sha256 = "", Bytes = 0,
                    Revision = it.Revision, CompactRevision = 0, HashKv = 0, EtcdVersion = "", At = default,
                },
            ];
        return new RecordCatalog(
            [.. snapshots.Select(at => new FullSnapshot(Name(at.Epoch, at.Revision), new SnapshotName(at.Epoch, at.Revision, DateTimeOffset.UnixEpoch), 1, "00"))], manifests, []);
    }
}
