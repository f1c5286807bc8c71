using Azure.Core;
using Azure.Core.Pipeline;
using Frankenetes.ContainerInstances.ResourceManager;

namespace Frankenetes.ContainerInstances;

/// <summary>The way in: the Azure Resource Manager operations of one subscription that Frankenetes needs, over one pipeline.</summary>
public sealed class ResourceManagerClient
{
    /// <summary>Opens no connection yet.</summary>
    /// <param name="credential">Gives bearer tokens.</param>
    /// <param name="options">Addresses, retries, transport.</param>
    public ResourceManagerClient(TokenCredential credential, ResourceManagerOptions options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(options);
        var scope = new Uri(options.Audience, ".default").AbsoluteUri;
        var http = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, scope));
        var pipeline = new ArmPipeline(http, options);
        ContainerGroups = new ContainerGroups(pipeline);
        ResourceGroups = new ResourceGroups(pipeline);
        StorageAccounts = new StorageAccounts(pipeline);
        Locations = new Locations(pipeline);
    }

    /// <summary>Container groups.</summary>
    public IContainerGroups ContainerGroups { get; }

    /// <summary>Resource groups.</summary>
    public IResourceGroups ResourceGroups { get; }

    /// <summary>Storage accounts.</summary>
    public IStorageAccounts StorageAccounts { get; }

    /// <summary>What regions have.</summary>
    public ILocations Locations { get; }
}
