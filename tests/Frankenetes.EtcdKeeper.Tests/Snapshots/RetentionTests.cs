using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Tests.Snapshots;

public class RetentionTests
{
    [Fact]
    public void The_newest_three_and_those_of_manifests_stay()
    {
        var catalog = Catalog([(2, 50), (2, 40), (2, 30), (2, 20), (1, 15), (1, 10)], named: (1, 15));
        Assert.Equal([Name(2, 20), Name(1, 10)], Retention.Surplus(catalog, epoch: 2));
    }

    [Fact]
    public void Older_epochs_fill_up_what_a_young_epoch_has_not_taken_yet()
        => Assert.Equal([Name(1, 5)], Retention.Surplus(Catalog([(2, 50), (1, 15), (1, 10), (1, 5)], named: null), epoch: 2));

    [Fact]
    public void Of_epochs_long_past_nothing_stays()
    {
        var catalog = Catalog([(7, 70), (7, 60), (7, 50), (2, 20)], named: (2, 20)) with { OpenedEpochs = [1, 2, 3, 7] };
        Assert.Equal(["manifest/000002.json", "opened/000001.json", "opened/000002.json", Name(2, 20)], Retention.Surplus(catalog, epoch: 7));
    }

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
            [.. snapshots.Select(at => new FullSnapshot(Name(at.Epoch, at.Revision), new SnapshotName(at.Epoch, at.Revision, DateTimeOffset.UnixEpoch), 1, "00"))], manifests, [], []);
    }
}
