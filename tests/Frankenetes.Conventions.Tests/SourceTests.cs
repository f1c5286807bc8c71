namespace Frankenetes.Conventions.Tests;

public class SourceTests
{
    [Fact]
    public void No_file_is_longer_than_five_hundred_lines()
    {
        var long_ = Repository.SourceFiles.Where(file => File.ReadLines(file).Count() > 500).Select(Path.GetFileName);
        Assert.Empty(long_);
    }

    [Fact]
    public void No_source_holds_a_leftover()
    {
        string[] leftovers = ["TODO", "FIXME", "NotImplementedException", "#region"];
        foreach (var file in Repository.SourceFiles)
        {
            var text = File.ReadAllText(file);
            foreach (var word in leftovers) Assert.False(text.Contains(word, StringComparison.Ordinal), $"{file}: {word}");
        }
    }

    /// <summary>Sync over async deadlocks or starves; only the cmdlets' pump has to block, and a stream whose reader calls synchronously.</summary>
    [Fact]
    public void Only_the_pump_and_a_synchronous_stream_block_on_a_task()
    {
        var blocking = Repository.SourceFiles
            .Where(file => File.ReadAllText(file).Contains("GetAwaiter().GetResult()", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Pipeline{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetFileName(file) != "DuplexStream.cs")
            .Select(file => Path.GetRelativePath(Repository.Root, file));
        Assert.Empty(blocking);
    }

    [Fact]
    public void Libraries_do_not_read_the_wall_clock()
    {
        string[] libraries = ["Frankenetes.ContainerInstances", "Frankenetes.Clusters", "Frankenetes.VirtualKubelet", "Frankenetes.EtcdKeeper", "Frankenetes.KubernetesApi", "Frankenetes.Ledger"];
        foreach (var file in Repository.SourceFiles.Where(f => libraries.Any(l => f.Contains($"{l}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))))
        {
            var text = File.ReadAllText(file);
            foreach (var clock in new[] { "DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.Now", "DateTimeOffset.UtcNow" })
                Assert.False(text.Contains(clock, StringComparison.Ordinal), $"{Path.GetFileName(file)} reads {clock}; take a TimeProvider.");
        }
    }
}
