using System.Net.Http.Headers;
using Azure.Core;
using Frankenetes.Clusters.Environments;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.LocalAzure;

/// <summary>Ends a local Azure.</summary>
internal sealed class LocalAzureShutdown(HttpClient http, TokenCredential credential, LocalAzureDescription local, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Asks it to end and waits until its process is gone.</summary>
    /// <param name="removeAll">Whether containers, network and resources go with it; otherwise they stay and the next one adopts them.</param>
    /// <param name="cancellationToken">Stops waiting, not the end itself.</param>
    public async Task EndAsync(bool removeAll, CancellationToken cancellationToken)
    {
        await AskAsync(removeAll, cancellationToken).ConfigureAwait(false);
        var began = time.GetTimestamp();
        while (LocalAzureProbe.Lives(local.ProcessId))
        {
            if (time.GetElapsedTime(began) > Limit)
                throw new FrankenetesException(ErrorCatalog.OperationTimedOut, $"The local Azure (process {local.ProcessId}) did not end within {Limit.TotalMinutes:0} minutes.");
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(bool removeAll, CancellationToken cancellationToken)
    {
        var token = await credential.GetTokenAsync(new TokenRequestContext(["https://management.azure.com/.default"]), cancellationToken).ConfigureAwait(false);
        var address = new Uri(local.ResourceManagerEndpoint, $"local-azure/shutdown?removeAll={(removeAll ? "true" : "false")}");
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw new FrankenetesException(ErrorCatalog.LocalAzureFailed, $"The local Azure answered status {(int)answer.StatusCode} when it was told to end.", address.Authority);
    }
}
