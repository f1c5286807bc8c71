using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>etcd's own client, against one port.</summary>
internal sealed class Etcdctl(KeeperHost host, int port)
{
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await TryAsync(arguments);
        return code == 0 ? output : throw new InvalidOperationException($"etcdctl {string.Join(' ', arguments)}: {error}");
    }

    public Task<(int Code, string Output, string Error)> TryAsync(params string[] arguments) => TryAsync("", arguments);

    /// <summary>For values longer than an argument may be.</summary>
    public async Task PutFromInputAsync(string key, string value)
    {
        var (code, _, error) = await TryAsync(value, ["put", key]);
        if (code != 0)
            throw new InvalidOperationException($"etcdctl put {key}: {error}");
    }

    public Task PutAsync(string key, string value, params string[] more) => RunAsync(["put", key, value, .. more]);

    public async Task<string> GetAsync(string key) => (await RunAsync("get", key, "--print-value-only")).TrimEnd('\n');

    /// <summary>Whether a read is answered; a port on which nobody listens says no at once.</summary>
    public async Task<bool> IsReachableAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            return false;
        }

        // The gate may close under the call, which then waits in vain.
        return (await TryAsync("get", "any", "--dial-timeout=3s", "--command-timeout=3s")).Code == 0;
    }

    /// <summary>Grants a lease; its id as etcdctl takes it.</summary>
    public async Task<string> GrantAsync(TimeSpan timeToLive)
        => (await RunAsync("lease", "grant", timeToLive.TotalSeconds.ToString(CultureInfo.InvariantCulture))).Split(' ')[1];

    /// <summary>Every key with value, revisions, version and lease, the revision, the leases and the hash: equal texts = equal stores.</summary>
    public async Task<string> DumpAsync()
    {
        using var all = JsonDocument.Parse(await RunAsync("get", "", "--prefix", "-w", "json"));
        var leases = (await RunAsync("lease", "list")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        using var hash = JsonDocument.Parse(await RunAsync("endpoint", "hashkv", "-w", "json"));
        var keys = all.RootElement.TryGetProperty("kvs", out var kvs) ? kvs.GetRawText() : "";
        return $"{await RevisionAsync()}\n{keys}\n{string.Join('\n', leases)}\n{hash.RootElement[0].GetProperty("HashKV").GetProperty("hash").GetRawText()}";
    }

    /// <summary>Every key with value, revisions, version and lease.</summary>
    public async Task<string> KeysAsync()
    {
        using var all = JsonDocument.Parse(await RunAsync("get", "", "--prefix", "-w", "json"));
        return all.RootElement.TryGetProperty("kvs", out var kvs) ? kvs.GetRawText() : "";
    }

    /// <summary>The lease of a key, as etcdctl takes it.</summary>
    public async Task<string> LeaseOfAsync(string key)
    {
        using var all = JsonDocument.Parse(await RunAsync("get", key, "-w", "json"));
        return all.RootElement.GetProperty("kvs")[0].GetProperty("lease").GetInt64().ToString("x", CultureInfo.InvariantCulture);
    }

    public async Task<long> RevisionAsync()
    {
        using var answer = JsonDocument.Parse(await RunAsync("get", "none", "-w", "json"));
        return answer.RootElement.GetProperty("header").GetProperty("revision").GetInt64();
    }

    private async Task<(int Code, string Output, string Error)> TryAsync(string input, string[] arguments)
    {
        string[] all =
        [
            $"--endpoints=https://127.0.0.1:{port}", $"--cacert={host.Pki.Authority}", $"--cert={host.Pki.Certificate("keeper")}",
            $"--key={host.Pki.Key("keeper")}", "--dial-timeout=60s", "--command-timeout=60s", .. arguments,
        ];
        var start = new ProcessStartInfo(Path.Combine(EtcdBinaries.Directory, "etcdctl"), all) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
