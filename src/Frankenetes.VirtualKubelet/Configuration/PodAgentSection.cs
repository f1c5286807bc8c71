using Frankenetes.PodTranslation;

namespace Frankenetes.VirtualKubelet.Configuration;

/// <summary>Where pods' groups take the pod agent from: a share of the data account, whose key lies in a file of its own.</summary>
internal sealed record PodAgentSection
{
    /// <summary>A small image that runs as root.</summary>
    public required string Image { get; init; }

    public required string StorageAccount { get; init; }

    public required string ShareName { get; init; }

    public required string StorageAccountKeyFile { get; init; }

    /// <summary>With the key.</summary>
    /// <exception cref="ConfigurationException">Its file cannot be read.</exception>
    public PodAgentSource Read()
    {
        try
        {
            return new PodAgentSource(Image, StorageAccount, File.ReadAllText(StorageAccountKeyFile).Trim(), ShareName);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{StorageAccountKeyFile} cannot be read: {unreadable.Message}");
        }
    }
}
