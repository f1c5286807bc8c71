using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Tests.Snapshots;

public class SnapshotNameTests
{
    [Fact]
    public void A_name_reads_back_as_it_was_written()
    {
        var name = new SnapshotName(12, 34567, new DateTimeOffset(2026, 11, 23, 5, 10, 0, 123, TimeSpan.Zero));
        Assert.Equal("full/000012-0000000000034567-20261123T051000123Z.snapshot", name.ToString());
        Assert.Equal(name, SnapshotName.Parse(name.ToString()));
    }

    [Theory]
    [InlineData("full/")]
    [InlineData("full/.snapshot")]
    [InlineData("full/x-0000000000034567-20261123T051000123Z.snapshot")]
    [InlineData("full/000012-0000000000034567.snapshot")]
    [InlineData("full/000012--0000000034567-20261123T051000123Z.snapshot")]
    [InlineData("full/000012-0000000000034567-20261399T051000123Z.snapshot")]
    [InlineData("manifest/000012.json")]
    public void Other_names_are_no_snapshots(string name) => Assert.Null(SnapshotName.Parse(name));
}
