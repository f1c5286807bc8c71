using System.Collections;
using System.Runtime.InteropServices;

namespace Frankenetes.Agent.Processes;

/// <summary>Replaces this process by another program (execve).</summary>
internal static class ProgramImage
{
    /// <summary>Never returns when it succeeds.</summary>
    /// <param name="command">The program, looked up in PATH unless it has a slash, and its arguments.</param>
    /// <returns>Why it failed.</returns>
    public static string Become(IReadOnlyList<string> command)
    {
        if (Find(command[0]) is not { } file)
            return "there is no such program in PATH";
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        LibC.Replace(file, [.. command], [.. environment]);
        return Marshal.GetLastPInvokeErrorMessage();
    }

    private static string? Find(string program) => program.Contains('/')
        ? program
        : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
