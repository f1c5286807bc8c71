using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Files.Shares;
using Azure.Storage.Files.Shares.Models;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Brings the agent's executable into the share from which control planes take it.</summary>
internal sealed class AgentShare(AzureConnection connection, ClusterNames names, string agentPath)
{
    private const int RangeBytes = 4 << 20;
    private const int RangesAtOnce = 4;
    private const string HashName = "sha256";

    /// <summary>Makes the account and the share, and uploads the agent unless the very same is there.</summary>
    /// <returns>What a control plane needs to take it.</returns>
    public async Task<AgentInShare> EnsureAsync(string location, CancellationToken cancellationToken)
    {
        if (!File.Exists(agentPath))
            throw new FrankenetesException(ErrorCatalog.AgentMissing, $"The agent is not at '{agentPath}'.", agentPath);
        var reading = File.ReadAllBytesAsync(agentPath, cancellationToken);
        var account = await connection.StorageAccounts.CreateAsync(
            names.ResourceGroup, names.AgentAccount, new StorageAccountData(location) { Tags = ClusterTags.Of(names, "agent") }, cancellationToken).ConfigureAwait(false);
        var key = (await connection.StorageAccounts.GetKeysAsync(names.ResourceGroup, names.AgentAccount, cancellationToken).ConfigureAwait(false))[0];
        var service = new ShareServiceClient(account.Properties.PrimaryEndpoints!.File!, new StorageSharedKeyCredential(names.AgentAccount, key), new ShareClientOptions { Transport = connection.Transport });
        var share = service.GetShareClient(ClusterNames.AgentShare);
        await share.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var agent = await reading.ConfigureAwait(false);
        var hash = Convert.ToHexString(SHA256.HashData(agent)).ToLowerInvariant();
        var file = share.GetRootDirectoryClient().GetFileClient(Agent.FileName);
        if (!await IsThereAsync(file, hash, cancellationToken).ConfigureAwait(false))
            await UploadAsync(file, agent, hash, cancellationToken).ConfigureAwait(false);
        return new AgentInShare(key, hash);
    }

    private static async Task<bool> IsThereAsync(ShareFileClient file, string hash, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await file.GetPropertiesAsync(cancellationToken).ConfigureAwait(false);
            return properties.Value.Metadata.TryGetValue(HashName, out var found) && found == hash;
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return false;
        }
    }

    private static async Task UploadAsync(ShareFileClient file, byte[] agent, string hash, CancellationToken cancellationToken)
    {
        await file.CreateAsync(agent.Length, cancellationToken: cancellationToken).ConfigureAwait(false);
        var offsets = Enumerable.Range(0, (agent.Length + RangeBytes - 1) / RangeBytes).Select(index => index * RangeBytes);
        var options = new ParallelOptions { MaxDegreeOfParallelism = RangesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(offsets, options, async (offset, stop) =>
        {
            var length = Math.Min(RangeBytes, agent.Length - offset);
            using var range = new MemoryStream(agent, offset, length, false);
            await file.UploadRangeAsync(new HttpRange(offset, length), range, new ShareFileUploadRangeOptions(), stop).ConfigureAwait(false);
        }).ConfigureAwait(false);
        // Last, so that it vouches for all of it.
        await file.SetMetadataAsync(new Dictionary<string, string> { [HashName] = hash }, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
