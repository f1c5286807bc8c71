using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Frankenetes.PodAgent.Files;

namespace Frankenetes.PodAgent.Tests.Files;

public sealed class VolumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-pod-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_lie_behind_links_with_their_modes()
    {
        using var session = new TestSession();
        Assert.Null(session.Run(Request(("plain", "one", 0b110_100_100), ("sub/deep/secret", "two", 0b100_000_000))).Result.Error);
        Assert.Equal("one", File.ReadAllText(At("plain")));
        Assert.Equal("two", File.ReadAllText(At("sub/deep/secret")));
        Assert.Equal((UnixFileMode)0b100_000_000, File.GetUnixFileMode(At("sub/deep/secret")));
        Assert.Equal("..data/plain", new FileInfo(At("plain")).LinkTarget);
        Assert.StartsWith("..2", new FileInfo(At("..data")).LinkTarget, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_brings_the_new_files_and_takes_the_old_ones_away()
    {
        using var session = new TestSession();
        session.Run(Request(("kept", "old", 420), ("gone", "x", 420)));
        Assert.Null(session.Run(Request(("kept", "new", 420), ("added", "y", 420))).Result.Error);
        Assert.Equal("new", File.ReadAllText(At("kept")));
        Assert.Equal("y", File.ReadAllText(At("added")));
        Assert.Equal(["..data", "added", "kept"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Where(name => !name!.StartsWith("..2", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Single(Directory.EnumerateDirectories(_folder, "..2*"));
    }

    [Fact]
    public void A_reader_sees_all_of_the_old_or_all_of_the_new()
    {
        VolumeWriter.Write(Volume("0"));
        var (torn, done) = (0, false);
        var reading = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                var folder = new FileInfo(At("..data")).LinkTarget!;
                try
                {
                    if (File.ReadAllText(At($"{folder}/a")) != File.ReadAllText(At($"{folder}/b"))) torn++;
                }
                catch (IOException)
                {
                    // It was replaced in between; programs that go through the links look again.
                }
            }
        });
        reading.Start();
        for (var i = 1; i < 200; i++) VolumeWriter.Write(Volume($"{i}"));
        Volatile.Write(ref done, true);
        reading.Join();
        Assert.Equal(0, torn);

        FileVolume Volume(string text) => new(_folder, [new("a", Encoding.UTF8.GetBytes(text), 420), new("b", Encoding.UTF8.GetBytes(text), 420)]);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("..data")]
    [InlineData("")]
    [InlineData("a//b")]
    public void A_path_that_leaves_the_volume_is_refused_and_nothing_is_changed(string path)
    {
        using var session = new TestSession();
        session.Run(Request(("kept", "old", 420)));
        Assert.NotNull(session.Run(Request(("kept", "new", 420), (path, "x", 420))).Result.Error);
        Assert.Equal("old", File.ReadAllText(At("kept")));
    }

    [Fact]
    public void Install_fills_the_volumes_of_a_manifest()
    {
        var (bin, manifest) = (Directory.CreateTempSubdirectory("frankenetes-pod-test"), Path.GetTempFileName());
        File.WriteAllText(manifest, JsonSerializer.Serialize(Volumes(("token", "secret", 0b110_000_000))));
        Assert.Equal(0, Run("install", bin.FullName, "--files", manifest));
        Assert.Equal("secret", File.ReadAllText(At("token")));
        File.WriteAllText(manifest, "{");
        Assert.Equal(1, Run("install", bin.FullName, "--files", manifest));
        File.Delete(manifest);
        bin.Delete(recursive: true);
    }

    [Fact]
    public void A_large_request_comes_in_parts()
    {
        using var session = new TestSession();
        Assert.Null(session.Run(Request(("large", new string('x', 1_000_000), 420))).Result.Error);
        Assert.Equal(1_000_000, new FileInfo(At("..data/large")).Length);
    }

    private string At(string path) => Path.Combine(_folder, path);

    private object Request(params (string Path, string Text, int Mode)[] files) => new { files = Volumes(files) };

    private object Volumes(params (string Path, string Text, int Mode)[] files) => new
    {
        volumes = new[] { new { path = _folder, files = files.Select(file => new { path = file.Path, content = Encoding.UTF8.GetBytes(file.Text), mode = file.Mode }).ToArray() } },
    };

    private static int Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(PodAgentProgram.Path, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
