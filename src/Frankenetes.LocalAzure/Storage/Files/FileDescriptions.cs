using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frankenetes.LocalAzure.Storage.Durability;
using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>The descriptions of a share's files, beside the share, where containers do not see them. Files without one are the rule.</summary>
internal sealed class FileDescriptions(string directory)
{
    private static readonly FileDescription None = new(0, default, new ContentHeaders(), []);

    /// <summary>What is kept of a file; nothing when the description is of another file that was at this path.</summary>
    public FileDescription Read(SharePath path, Entry entry)
    {
        try
        {
            var found = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(path)), FileJson.Default.FileDescription);
            return found is not null && found.Inode == entry.Inode && found.CreatedAt == entry.CreatedAt ? found : None;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return None;
        }
    }

    /// <summary>Keeps a description, or removes the one there was when it says nothing.</summary>
    public void Write(SharePath path, Entry entry, ContentHeaders headers, SortedDictionary<string, string> metadata)
    {
        if (metadata.Count == 0 && headers == None.Headers)
        {
            Remove(path);
            return;
        }

        var description = new FileDescription(entry.Inode, entry.CreatedAt, headers, metadata);
        DurableFile.Replace(PathOf(path), JsonSerializer.SerializeToUtf8Bytes(description, FileJson.Default.FileDescription));
    }

    /// <summary>Removes a description. An absent one is fine.</summary>
    public void Remove(SharePath path) => File.Delete(PathOf(path));

    private string PathOf(SharePath path) => Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.Text))) + ".json");
}
