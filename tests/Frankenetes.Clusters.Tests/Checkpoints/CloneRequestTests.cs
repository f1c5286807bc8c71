using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Checkpoints;

public class CloneRequestTests
{
    [Theory]
    [InlineData("dev", "dev", null, null, "ClusterExists")]
    [InlineData("dev", "Dev2", null, null, "InvalidClusterName")]
    [InlineData("dev", "dev2", "a/b", null, "InvalidCheckpointName")]
    [InlineData("dev", "dev2", "first", "Nowhere!", "InvalidLocation")]
    public void What_cannot_be_is_refused_before_anything_is_asked(string source, string name, string? checkpoint, string? location, string error) =>
        Assert.Equal(error, Assert.Throws<FrankenetesException>(() => new CloneRequest(source, checkpoint, name, location, false).Checked()).ErrorId);

    [Fact]
    public void It_says_what_becomes_of_the_volumes()
    {
        Assert.Contains("copied", new CloneRequest("dev", null, "dev2", null, false).Describe(), StringComparison.Ordinal);
        Assert.Contains("empty", new CloneRequest("dev", "first", "dev2", null, true).Describe(), StringComparison.Ordinal);
    }
}
