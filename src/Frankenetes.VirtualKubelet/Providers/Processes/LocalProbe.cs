using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>Asks one probe once, from this machine.</summary>
/// <param name="container">For named ports.</param>
/// <param name="environment">Of the container, for commands.</param>
/// <param name="http">Trusts any certificate and follows no redirect away, as kubelets' probes do.</param>
internal sealed class LocalProbe(V1Container container, IEnumerable<KeyValuePair<string, string>> environment, HttpClient http)
{
    private const string Loopback = "127.0.0.1";

    /// <summary>Null: it succeeds; else why it does not.</summary>
    public async Task<string?> AskAsync(V1Probe probe, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1)));
        try
        {
            if (probe.Exec is { } exec) return await RunAsync([.. exec.Command], limit.Token).ConfigureAwait(false);
            if (probe.HttpGet is { } get) return await GetAsync(get, limit.Token).ConfigureAwait(false);
            if (probe.TcpSocket is { } socket) return await ConnectAsync(socket.Host, Port(socket.Port), limit.Token).ConfigureAwait(false);
            return "this kind of probe is not known here";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer in time";
        }
        catch (Exception failed) when (failed is HttpRequestException or SocketException or System.ComponentModel.Win32Exception)
        {
            return failed.Message;
        }
    }

    private async Task<string?> RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {(await output.ConfigureAwait(false) + await error.ConfigureAwait(false)).Trim()}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(true);
            throw;
        }
    }

    private async Task<string?> GetAsync(V1HTTPGetAction get, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(get.Scheme?.ToLowerInvariant() ?? "http", get.Host ?? Loopback, Port(get.Port)).Uri;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, get.Path ?? "/"));
        foreach (var header in get.HttpHeaders ?? []) request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return (int)answer.StatusCode is >= 200 and < 400 ? null : $"HTTP status {(int)answer.StatusCode}";
    }

    private static async Task<string?> ConnectAsync(string? host, int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(string.IsNullOrEmpty(host) ? Loopback : host, port, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private int Port(IntOrString port) => int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : container.Ports?.FirstOrDefault(known => known.Name == port)?.ContainerPort ?? 0;
}
