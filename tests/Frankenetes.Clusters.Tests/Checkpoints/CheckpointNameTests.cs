using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Checkpoints;

public class CheckpointNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("before-1.21")]
    [InlineData("20261123-115500")]
    public void A_label_may_hold_dots_and_begin_with_a_digit(string name) => CheckpointName.Check(name);

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void What_could_leave_its_folder_or_be_meant_twice_is_refused(string name) =>
        Assert.Equal("InvalidCheckpointName", Assert.Throws<FrankenetesException>(() => CheckpointName.Check(name)).ErrorId);

    [Fact]
    public void A_name_that_tells_the_time_is_one() => CheckpointName.Check(CheckpointName.BeforeRestore(DateTimeOffset.UnixEpoch));
}
