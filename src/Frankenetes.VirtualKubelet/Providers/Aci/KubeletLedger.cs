using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Frankenetes.ContainerInstances;
using Frankenetes.Ledger.Writing;
using Frankenetes.VirtualKubelet.Configuration;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>Writes down when this node's groups live. What they cost is read from it, for a deleted group leaves no trace in Azure.</summary>
internal static class KubeletLedger
{
    /// <summary>The groups, with a ledger beside them where the configuration names one.</summary>
    public static IContainerGroups Keep(IContainerGroups groups, KubeletConfiguration configuration, HttpClient http, ILogger logger, TimeProvider time)
    {
        if (configuration.Storage?.LedgerContainer is not { } container) return groups;
        var options = new BlobClientOptions { Transport = new HttpClientTransport(http) };
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
        // The client's own diagnostics know the whole address.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        var blobs = new LedgerBlobs(name => new AppendBlobClient(Address(container, name), options), $"virtual-kubelet-{configuration.NodeName}");
        return new LedgeredContainerGroups(groups, new GroupLedger(new LedgerWriter(blobs, () => configuration.Epoch, time, logger), configuration.NodeName));
    }

    // A container client would lose the container of https://name:port/account/container: it takes the first segment for the account only where the host is an IP address.
    private static Uri Address(Uri container, string name) => new UriBuilder(container) { Path = $"{container.AbsolutePath.TrimEnd('/')}/{name}" }.Uri;
}
