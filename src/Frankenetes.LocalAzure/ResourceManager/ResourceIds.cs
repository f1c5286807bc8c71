using Frankenetes.LocalAzure.Hosting;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>Resource ids in ARM's canonical case.</summary>
internal sealed class ResourceIds(Instance instance)
{
    public const string ContainerGroupType = "Microsoft.ContainerInstance/containerGroups";

    public const string UserAssignedIdentityType = "Microsoft.ManagedIdentity/userAssignedIdentities";

    public const string StorageAccountType = "Microsoft.Storage/storageAccounts";

    public string Subscription { get; } = $"/subscriptions/{instance.SubscriptionId}";

    public string ResourceGroup(string name) => $"{Subscription}/resourceGroups/{name}";

    public string ContainerGroup(string group, string name) => $"{ResourceGroup(group)}/providers/{ContainerGroupType}/{name}";

    public string UserAssignedIdentity(string group, string name) => $"{ResourceGroup(group)}/providers/{UserAssignedIdentityType}/{name}";

    public string StorageAccount(string group, string name) => $"{ResourceGroup(group)}/providers/{StorageAccountType}/{name}";
}
