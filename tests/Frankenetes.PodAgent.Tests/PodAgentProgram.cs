using System.Runtime.CompilerServices;

namespace Frankenetes.PodAgent.Tests;

/// <summary>The finished program, as pods get it.</summary>
internal static class PodAgentProgram
{
    public static string Path { get; } = Find();

    private static string Find([CallerFilePath] string thisFile = "")
    {
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(thisFile, "..", "..", ".."));
        var program = System.IO.Path.Combine(root, "bin", "agent", "linux-x64", "frankenetes-pod");
        Assert.True(File.Exists(program), $"{program} is missing; ./build.sh Build makes it.");
        return program;
    }
}
