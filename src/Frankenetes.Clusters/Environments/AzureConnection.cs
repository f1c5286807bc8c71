using Azure.Core;
using Azure.Core.Pipeline;
using Frankenetes.ContainerInstances;

namespace Frankenetes.Clusters.Environments;

/// <summary>One subscription of one Azure, signed in to. Opens no connection by itself.</summary>
internal sealed class AzureConnection
{
    private readonly ResourceManagerClient _client;

    public AzureConnection(AzureEnvironment environment, TokenCredential credential, string subscriptionId, NodeCredential nodeCredential, HttpClient? http)
    {
        Environment = environment;
        Credential = credential;
        SubscriptionId = subscriptionId;
        NodeCredential = nodeCredential;
        Transport = http is null ? HttpClientTransport.Shared : new HttpClientTransport(http);
        _client = new ResourceManagerClient(credential, new ResourceManagerOptions
        {
            Endpoint = environment.ResourceManagerEndpoint,
            Audience = environment.Audience,
            SubscriptionId = subscriptionId,
            Transport = Transport,
            PollingInterval = environment.PollInterval,
        });
    }

    public AzureEnvironment Environment { get; }

    public TokenCredential Credential { get; }

    public string SubscriptionId { get; }

    public NodeCredential NodeCredential { get; }

    /// <summary>What every client of this connection sends through.</summary>
    public HttpPipelineTransport Transport { get; }

    /// <summary>What the clients below do not ask for.</summary>
    public ArmRequests Requests => field ??= new ArmRequests(Environment, Credential, Transport);

    public IContainerGroups ContainerGroups => _client.ContainerGroups;

    public IResourceGroups ResourceGroups => _client.ResourceGroups;

    public IStorageAccounts StorageAccounts => _client.StorageAccounts;
}
