using Azure.Core;

namespace Frankenetes.ContainerInstances;

/// <summary>How Azure Resource Manager is reached.</summary>
public sealed class ResourceManagerOptions : ClientOptions
{
    /// <summary>Sets retries that outlast a throttled minute; a caller may change them.</summary>
    public ResourceManagerOptions()
    {
        Retry.MaxRetries = 6;
        Retry.Mode = RetryMode.Exponential;
        Retry.Delay = TimeSpan.FromMilliseconds(500);
        Retry.MaxDelay = TimeSpan.FromSeconds(30);
    }

    /// <summary>ARM's address; of Azure's public cloud if not set.</summary>
    public Uri Endpoint { get; set; } = new("https://management.azure.com/");

    /// <summary>The audience of tokens; <c>.default</c> is appended.</summary>
    public Uri Audience { get; set; } = new("https://management.azure.com/");

    /// <summary>The subscription (GUID) that all calls are about.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Waits between polls are measured by it.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Wait between polls where the service names none.</summary>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(1);
}
