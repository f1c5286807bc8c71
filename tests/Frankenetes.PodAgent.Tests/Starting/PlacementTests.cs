namespace Frankenetes.PodAgent.Tests.Starting;

/// <summary>Places where something is already.</summary>
public sealed class PlacementTests : ProgramTest
{
    [Fact]
    public void A_place_may_end_with_a_slash()
    {
        Directory.CreateDirectory(Place("volume"));
        Assert.Equal(0, Run("--link", Place("volume/part"), Place("there/"), "--", "touch", Place("there/note")).Code);
        Assert.True(File.Exists(Place("volume/part/note")));
    }

    [Theory]
    [InlineData("there", "there/in ner")]
    [InlineData("by-link/there", "there/in ner")]
    [InlineData("there", "there")]
    public void What_is_mounted_there_is_left_alone(string place, string mount)
    {
        Directory.CreateDirectory(Place("volume"));
        Directory.CreateDirectory(Place(mount));
        File.CreateSymbolicLink(Place("by-link"), ".");
        var script = $"mount -t tmpfs none '{Place(mount)}' && echo kept > '{Place(mount)}/note'; {PodAgentProgram.Path} run --link {Place("volume")} {Place(place)} -- true; echo $?; cat '{Place(mount)}/note'";
        var end = End(Launch("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script));
        Assert.Equal("128\nkept\n", end.Output);
        Assert.Contains("a volume is mounted at ", end.Error, StringComparison.Ordinal);
    }
}
