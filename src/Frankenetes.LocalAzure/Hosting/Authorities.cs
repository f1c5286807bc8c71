using System.Net;

namespace Frankenetes.LocalAzure.Hosting;

/// <summary>The host names and ports that LocalAzure answers to, and what each of them serves.</summary>
internal sealed class Authorities(int port, IPAddress gateway)
{
    /// <summary>The name that every group resolves to the bridge's gateway.</summary>
    public const string GroupHost = "local-azure.frankenetes.internal";

    public const string StorageSuffix = "core.frankenetes.internal";

    public const string DnsSuffix = "azurecontainer.io";

    /// <summary>Where a container group finds the instance metadata service, which knows it by the address that it calls from.</summary>
    public const string MetadataHost = "169.254.169.254";

    public int Port { get; } = port;

    public int BlobPort => Port + 1;

    public int FilePort => Port + 2;

    /// <summary>Where what groups send to <see cref="MetadataHost"/> arrives at the gateway: another port at each start, known once it listens.</summary>
    public int MetadataPort { get; set; }

    public IPAddress Gateway { get; } = gateway;

    /// <summary>Which service a request is for, and the account where the host name says it; null = a host that is none of ours.</summary>
    /// <param name="host">The Host header.</param>
    /// <param name="localPort">The port the connection came in by: the header alone decides nothing.</param>
    public RequestTarget? Resolve(HostString host, int localPort)
    {
        if (localPort == MetadataPort)
            return host.Host == MetadataHost && host.Port is null or 80 ? new RequestTarget(AzureService.Metadata) : null;
        if ((host.Port ?? 443) != localPort)
            return null;
        if (IsPlain(host.Host))
            return localPort == Port ? new RequestTarget(AzureService.ResourceManager)
                : localPort == BlobPort ? new RequestTarget(AzureService.Blob)
                : localPort == FilePort ? new RequestTarget(AzureService.File) : null;
        return localPort == Port ? HostStyle(host.Host) : null;
    }

    private static RequestTarget? HostStyle(string host)
    {
        foreach (var (label, service) in new[] { (".blob.", AzureService.Blob), (".file.", AzureService.File) })
        {
            if (host.EndsWith(label + StorageSuffix, StringComparison.OrdinalIgnoreCase))
            {
                var account = host[..^(label.Length + StorageSuffix.Length)];
                return account.Length > 0 && !account.Contains('.') ? new RequestTarget(service, account.ToLowerInvariant()) : null;
            }
        }

        return null;
    }

    private bool IsPlain(string host) =>
        host is "127.0.0.1" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(GroupHost, StringComparison.OrdinalIgnoreCase) || host == Gateway.ToString();
}
