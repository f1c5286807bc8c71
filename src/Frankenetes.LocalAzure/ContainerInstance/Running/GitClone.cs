using System.Diagnostics;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Fills a gitRepo volume with the machine's own git.</summary>
internal static class GitClone
{
    /// <summary>Clones into the folder, or into the named folder below it, at the named revision.</summary>
    /// <exception cref="ArmException">There is no git, or it fails. Its output is not repeated: an address may hold a password.</exception>
    public static async Task CloneAsync(GitRepoVolume repository, string folder, CancellationToken cancellation)
    {
        var git = Executables.Find("git") ?? throw ArmErrors.GitRepoFailed("A gitRepo volume needs git on the machine that runs LocalAzure.");
        // Without a directory, git's rule holds: the last part of the address names the folder.
        var name = repository.Directory is { Length: > 0 } directory ? directory : Path.GetFileNameWithoutExtension(repository.Repository!.TrimEnd('/'));
        var target = Path.GetFullPath(Path.Combine(folder, name));
        await RunAsync(git, ["clone", "--quiet", "--", repository.Repository!, target], folder, cancellation);
        if (repository.Revision is { Length: > 0 } revision)
            await RunAsync(git, ["checkout", "--quiet", "--detach", revision], target, cancellation);
    }

    private static async Task RunAsync(string git, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        var info = new ProcessStartInfo(git, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        info.Environment["GIT_TERMINAL_PROMPT"] = "0";
        info.Environment["GIT_ALLOW_PROTOCOL"] = "https:http";
        using var process = Process.Start(info)!;
        try
        {
            await Task.WhenAll(process.StandardError.ReadToEndAsync(cancellation), process.StandardOutput.ReadToEndAsync(cancellation), process.WaitForExitAsync(cancellation));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw ArmErrors.GitRepoFailed("The repository of a gitRepo volume could not be cloned. Check its address and revision.");
    }
}
