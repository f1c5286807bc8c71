using System.Diagnostics;

namespace Frankenetes.PodAgent.Tests.Installing;

public sealed class InstallationTests
{
    [Fact]
    public void The_installed_copy_is_whole_and_nobody_may_write_it()
    {
        var folder = Directory.CreateTempSubdirectory("frankenetes-pod-test");
        Assert.Equal(0, Run("install", folder.FullName));
        Assert.Equal(0, Run("install", folder.FullName));
        var copy = Assert.Single(folder.GetFiles());
        Assert.Equal(File.ReadAllBytes(PodAgentProgram.Path), File.ReadAllBytes(copy.FullName));
        Assert.Equal((UnixFileMode)0b101_101_101, copy.UnixFileMode);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Bad_usage_is_2() => Assert.Equal(2, Run("dance", "now"));

    [Fact]
    public void A_folder_that_cannot_be_written_is_1() => Assert.Equal(1, Run("install", "/proc/none"));

    private static int Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(PodAgentProgram.Path) { RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
