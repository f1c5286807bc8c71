using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Frankenetes.EtcdKeeper.Configuration;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>Makes a data folder out of a snapshot, with the etcdutl that ships beside etcd.</summary>
internal sealed class Etcdutl(EtcdConfiguration etcd)
{
    /// <summary>etcd's own advice for a store whose newest revisions may be lost: far above any revision that a client may have met.</summary>
    public const long DirtyBump = 1_000_000_000;

    private const int ReasonLength = 400;

    /// <summary>Restores a snapshot, whose own checksum etcdutl verifies, into a folder that must not exist.</summary>
    /// <param name="snapshot">The snapshot's file.</param>
    /// <param name="launch">What the restored data will be started as.</param>
    /// <param name="bump">Raise the revision by so much and mark all before it compacted, so that no client meets a revision twice; null = restore as it is.</param>
    /// <param name="cancellation">Ends etcdutl.</param>
    /// <exception cref="EtcdException">etcdutl refused; the message quotes why.</exception>
    public async Task RestoreAsync(string snapshot, EtcdLaunch launch, long? bump, CancellationToken cancellation)
    {
        List<string> arguments =
        [
            "snapshot", "restore", snapshot,
            "--data-dir", launch.DataFolder,
            "--name", EtcdLaunch.MemberName,
            "--initial-cluster", $"{EtcdLaunch.MemberName}={launch.PeerUrl}",
            "--initial-advertise-peer-urls", launch.PeerUrl,
        ];
        if (bump is { } by)
            arguments.AddRange(["--bump-revision", by.ToString(CultureInfo.InvariantCulture), "--mark-compacted"]);
        var (code, words) = await RunAsync(arguments, cancellation);
        if (code != 0)
            throw new EtcdException($"etcdutl refused the snapshot (exit code {code}): {Reason(words)}");
    }

    private async Task<(int Code, string Words)> RunAsync(List<string> arguments, CancellationToken cancellation)
    {
        var program = Path.Combine(etcd.BinaryDirectory, "etcdutl");
        using var process = new Process { StartInfo = ChildProcess.Describe(program, arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new EtcdException($"'{program}' cannot be started: {e.Message}", e);
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var words = await process.StandardError.ReadToEndAsync(cancellation);
            await output;
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, words);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static string Reason(string words)
    {
        var last = words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";
        return last.Length > ReasonLength ? last[..ReasonLength] : last;
    }
}
