namespace Frankenetes.LocalAzure.ResourceManager;

/// <content>The errors of Microsoft.ContainerInstance, under the codes that ACI is known to answer with.</content>
internal static partial class ArmErrors
{
    public static ArmException InvalidGroup(string code, string message) => new(400, code, message);

    public static ArmException DnsNameLabelTaken(string label, string group) => new(409, "DnsNameLabelAlreadyTaken",
        $"The DNS name label '{label}' in container group '{group}' is not available. Try using a different label.");

    public static ArmException InaccessibleImage(string image, string group) => new(400, "InaccessibleImage",
        $"The image '{image}' in container group '{group}' is not accessible. Please check the image and registry credential.");

    public static ArmException InvalidUpdate(string group, string what) => new(400, "InvalidContainerGroupUpdate",
        $"The updates on container group '{group}' are invalid. If you are going to update the {what} for a container group, you must delete it first and then create a new one.");

    public static ArmException GroupTransitioning(string group) => new(409, "ContainerGroupTransitioning",
        $"The container group '{group}' is still transitioning, please retry later.");

    public static ArmException GroupRequestsThrottled(string kind, int retryAfter) => new(429, "TooManyRequests",
        $"The subscription has used up its {kind} of container groups in this region. Please try again after '{retryAfter}' seconds.") { RetryAfter = retryAfter };

    public static ArmException GroupStopped(string group) => new(409, "ContainerGroupStopped", $"The container group '{group}' is stopped. Start it first.");

    public static ArmException ContainerNotFound(string container, string group) => new(404, "ContainerNotFound",
        $"The container '{container}' was not found in container group '{group}'.");

    public static ArmException LogNotAvailable(string container) => new(404, "ContainerLogNotAvailable",
        $"The log of container '{container}' is not available: it has not started yet, or its group is stopped.");

    public static ArmException ContainerNotRunning(string container) => new(409, "ContainerNotRunning", $"The container '{container}' is not running.");

    public static ArmException StorageNotAccessible(string account, string share) => new(400, "CannotAccessStorageAccount",
        $"The Azure storage account '{account}' cannot be accessed, has no file share '{share}', or the given key is not one of its own.");

    public static ArmException GitRepoFailed(string message) => new(400, "InvalidRequest", message);

    public static ArmException EngineUnavailable(string message) => new(503, "ServiceUnavailable", message) { RetryAfter = 2 };
}
