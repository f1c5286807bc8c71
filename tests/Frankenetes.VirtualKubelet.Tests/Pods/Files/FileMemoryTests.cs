using Frankenetes.PodTranslation.Volumes;
using Frankenetes.VirtualKubelet.Pods.Files;

namespace Frankenetes.VirtualKubelet.Tests.Pods.Files;

public sealed class FileMemoryTests
{
    private readonly FileMemory _memory = new(DateTimeOffset.MinValue);

    [Fact]
    public void What_was_written_is_not_written_again_until_it_differs()
    {
        Assert.True(_memory.Differs(Volume("blue", 420)));
        _memory.Note(Volume("blue", 420));
        Assert.False(_memory.Differs(Volume("blue", 420)));
        Assert.True(_memory.Differs(Volume("green", 420)));
        Assert.True(_memory.Differs(Volume("blue", 256)));
    }

    [Fact]
    public void A_group_that_was_started_again_has_its_first_files_back()
    {
        Assert.True(_memory.See("first", "pod", ["a"]));
        _memory.Note(Volume("blue", 420));
        Assert.False(_memory.See("first", "pod", ["a"]));
        Assert.False(_memory.See(null, "pod", ["a"]));
        Assert.True(_memory.See("second", "pod", ["a"]));
        Assert.True(_memory.Differs(Volume("blue", 420)));
    }

    [Fact]
    public void Another_label_and_another_container_that_runs_are_news()
    {
        _memory.See("life", "pod", ["a"]);
        Assert.True(_memory.See("life", "changed", ["a"]));
        Assert.True(_memory.See("life", "changed", ["a", "b"]));
    }

    private static LiveVolume Volume(string content, int mode) => new("conf", ["a"], [new VolumeFile("color", System.Text.Encoding.UTF8.GetBytes(content), mode)]);
}
