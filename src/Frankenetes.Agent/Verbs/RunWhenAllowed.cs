using System.Net;
using Frankenetes.Agent.Processes;
using Frankenetes.KubernetesApi.Connection;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.Agent.Verbs;

/// <summary>
/// Asks the API server for an object until it gives a real answer, the object or its absence, and then becomes the program behind <c>--</c>: same process, same container.
/// </summary>
internal static class RunWhenAllowed
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    /// <returns>An exit code, only when the program cannot be run or at the cancellation; null when the arguments make no sense.</returns>
    public static async Task<int?> RunAsync(string[] arguments, ILogger logger, CancellationToken cancellationToken)
    {
        var end = Array.IndexOf(arguments, "--");
        var options = (end < 0 ? arguments : arguments[..end]).Select(option => option.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (end < 0 || end == arguments.Length - 1 || Read(options) is not { } server || !options.TryGetValue("--path", out var path))
            return null;
        try
        {
            using (var api = new ApiServer(server))
                await WaitAsync(api, path, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Ended;
        }

        logger.LogError("cannot run {Program}: {Reason}", arguments[end + 1], ProgramImage.Become(arguments[(end + 1)..]));
        return ExitCodes.Failed;
    }

    private static ApiServerOptions? Read(Dictionary<string, string> options) =>
        options.TryGetValue("--server", out var server) && Uri.TryCreate(server, UriKind.Absolute, out var address)
        && options.TryGetValue("--certificate-authority", out var authority) && options.TryGetValue("--client-certificate", out var certificate) && options.TryGetValue("--client-key", out var key)
            ? new ApiServerOptions { Server = address, CertificateAuthority = authority, ClientCertificate = certificate, ClientKey = key, UserAgent = "frankenetes-agent" }
            : null;

    private static async Task WaitAsync(ApiServer api, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await api.FindAsync<V1Lease>(path, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TimeoutException
                or ApiServerException { Status: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError })
            {
                await Task.Delay(Again, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
