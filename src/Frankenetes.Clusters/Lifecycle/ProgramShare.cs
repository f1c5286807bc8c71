using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Files.Shares;
using Azure.Storage.Files.Shares.Models;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Brings a program into the share from which container groups take it.</summary>
/// <param name="connection">Where.</param>
/// <param name="names">Whose.</param>
/// <param name="accountName">The storage account; made where it is absent.</param>
/// <param name="role">What the account's tags say that it is.</param>
/// <param name="shareName">The share; made where it is absent.</param>
/// <param name="program">The file; it keeps its name.</param>
internal sealed class ProgramShare(AzureConnection connection, ClusterNames names, string accountName, string role, string shareName, string program)
{
    private const int RangeBytes = 4 << 20;
    private const int RangesAtOnce = 4;
    private const string HashName = "sha256";

    /// <summary>Makes the account and the share, and uploads the program unless the very same is there.</summary>
    /// <returns>The account's key, a secret.</returns>
    /// <exception cref="FrankenetesException">AgentMissing.</exception>
    public async Task<string> EnsureAsync(string location, CancellationToken cancellationToken)
    {
        if (!File.Exists(program))
            throw new FrankenetesException(ErrorCatalog.AgentMissing, $"The agent is not at '{program}'.", program);
        var reading = File.ReadAllBytesAsync(program, cancellationToken);
        var account = await connection.StorageAccounts.CreateAsync(
            names.ResourceGroup, accountName, new StorageAccountData(location) { Tags = ClusterTags.Of(names, role) }, cancellationToken).ConfigureAwait(false);
        var key = (await connection.StorageAccounts.GetKeysAsync(names.ResourceGroup, accountName, cancellationToken).ConfigureAwait(false))[0];
        var service = new ShareServiceClient(account.Properties.PrimaryEndpoints!.File!, new StorageSharedKeyCredential(accountName, key), new ShareClientOptions { Transport = connection.Transport });
        var share = service.GetShareClient(shareName);
        await share.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var bytes = await reading.ConfigureAwait(false);
        var hash = Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
        var file = share.GetRootDirectoryClient().GetFileClient(Path.GetFileName(program));
        if (!await IsThereAsync(file, hash, cancellationToken).ConfigureAwait(false))
            await UploadAsync(file, bytes, hash, cancellationToken).ConfigureAwait(false);
        return key;
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
