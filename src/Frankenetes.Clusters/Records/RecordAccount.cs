using Azure;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Ledger.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.Clusters.Records;

/// <summary>A cluster's record account, opened with its key: the key stays in here.</summary>
internal sealed class RecordAccount
{
    public const string ClusterContainer = "cluster";
    public const string EtcdContainer = "etcd";
    public const string ControlContainer = "control";
    public const string LedgerContainer = "ledger";

    private readonly StorageSharedKeyCredential _key;
    private readonly Uri _endpoint;
    private readonly Uri _endpointInGroups;
    private readonly BlobServiceClient _service;

    private RecordAccount(string name, string key, Uri endpoint, Uri endpointInGroups, HttpPipelineTransport transport)
    {
        _key = new StorageSharedKeyCredential(name, key);
        _endpoint = endpoint;
        _endpointInGroups = endpointInGroups;
        _service = new BlobServiceClient(endpoint, _key, new BlobClientOptions { Transport = transport, Retry = { MaxRetries = 5, Delay = TimeSpan.FromMilliseconds(200) } });
    }

    /// <summary>Opens an account.</summary>
    public static async Task<RecordAccount> OpenAsync(AzureConnection connection, string resourceGroup, StorageAccountData account, CancellationToken cancellationToken)
    {
        var keys = await connection.StorageAccounts.GetKeysAsync(resourceGroup, account.Name!, cancellationToken).ConfigureAwait(false);
        var endpoint = account.Properties.PrimaryEndpoints!.Blob!;
        var inGroups = connection.Environment.BlobEndpointInGroups is { } root ? new Uri(root, account.Name + "/") : endpoint;
        return new RecordAccount(account.Name!, keys[0], endpoint, inGroups, connection.Transport);
    }

    /// <summary>Opens a cluster's account; null when there is none.</summary>
    public static async Task<RecordAccount?> FindAsync(AzureConnection connection, ClusterNames names, CancellationToken cancellationToken)
    {
        var account = await connection.StorageAccounts.GetAsync(names.ResourceGroup, names.RecordAccount, cancellationToken).ConfigureAwait(false);
        if (account?.Properties.PrimaryEndpoints?.Blob is null)
            return null;
        try
        {
            return await OpenAsync(connection, names.ResourceGroup, account, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    public BlobContainerClient Container(string name) => _service.GetBlobContainerClient(name);

    /// <summary>Makes the containers; those that exist stay as they are.</summary>
    public Task CreateContainersAsync(CancellationToken cancellationToken) => Task.WhenAll(
        new[] { ClusterContainer, EtcdContainer, ControlContainer, LedgerContainer }
            .Select(name => Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)));

    /// <summary>The ledger, to be written by cmdlets.</summary>
    /// <param name="epoch">Tells the cluster's epoch.</param>
    /// <param name="time">The clock.</param>
    public GroupLedger Ledger(Func<int> epoch, TimeProvider time) =>
        new(new LedgerWriter(new LedgerBlobs(name => Container(LedgerContainer).GetAppendBlobClient(name), "cmdlets"), epoch, time, NullLogger.Instance));

    /// <summary>An address of a container with all that an agent may do there, by a stored policy: it dies with the policy.</summary>
    public Uri SharedAddress(string container, string policy)
    {
        var builder = new BlobSasBuilder { BlobContainerName = container, Resource = "c", Identifier = policy };
        var query = builder.ToSasQueryParameters(_key).ToString();
        return new UriBuilder(new Uri(_endpointInGroups, container)) { Query = query }.Uri;
    }

    /// <summary>Where it is, and no secret.</summary>
    public override string ToString() => _endpoint.ToString();
}
