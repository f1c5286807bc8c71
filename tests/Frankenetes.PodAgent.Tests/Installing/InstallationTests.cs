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
    public void A_folder_that_cannot_be_written_is_1_in_the_systems_words()
    {
        using var process = Start("install", "/proc/none");
        Assert.Equal("frankenetes-pod: install in /proc/none failed: No such file or directory\n", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
    }

    private static int Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(PodAgentProgram.Path, arguments) { RedirectStandardError = true })!;
}
