namespace Frankenetes.LocalAzure.Hosting;

internal enum AzureService
{
    ResourceManager,
    Blob,
    File,
    Metadata,
}

/// <summary>What a request's authority says about it.</summary>
/// <param name="Service">Who answers.</param>
/// <param name="Account">The storage account of a host-style name; null = the path's first segment names it (or it is no storage request).</param>
internal sealed record RequestTarget(AzureService Service, string? Account = null)
{
    public static RequestTarget Of(HttpContext context) => (RequestTarget)context.Items[typeof(RequestTarget)]!;
}
