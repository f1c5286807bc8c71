using Docker.DotNet;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ManagedIdentity;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>What every group works with.</summary>
internal sealed record Services(
    IDockerClient Client,
    Containers Containers,
    Images Images,
    ContainerEvents Events,
    BridgeNetwork Network,
    BridgeAddress BridgeAddress,
    PortFilter PortFilter,
    MetadataRoute MetadataRoute,
    AssignedIdentities Identities,
    VolumeFolders Volumes,
    AddressPool Addresses,
    GroupJournal Journal,
    Operations Operations,
    ResourceIds Ids,
    Instance Instance,
    TimeProvider Time,
    ILogger<ContainerGroup> Logger);
