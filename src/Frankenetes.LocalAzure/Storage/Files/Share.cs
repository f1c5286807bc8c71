using System.Text.Json;
using Frankenetes.LocalAzure.Storage.Durability;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>A share: a folder that containers mount and that the service serves at the same time.</summary>
internal sealed class Share
{
    private const string DocumentName = "share.json";

    // Whoever a container runs as may use the share; the folders above are closed to everyone else on the machine.
    private const UnixFileMode Everyone = (UnixFileMode)0x1ff;
    private readonly string _directory;
    private volatile ShareDocument _document;

    /// <summary>Opens a share's folder, or makes one for a new share.</summary>
    public Share(string directory, ShareDocument document)
    {
        _directory = directory;
        _document = document;
        ContentDirectory = Path.Combine(directory, "content");
        Descriptions = new FileDescriptions(Path.Combine(directory, "descriptions"));
    }

    /// <summary>The folder that is the share.</summary>
    public string ContentDirectory { get; }

    public FileDescriptions Descriptions { get; }

    public ShareDocument Document => _document;

    /// <summary>The document in a folder; null when the share was never finished.</summary>
    public static ShareDocument? ReadDocument(string directory)
    {
        var path = Path.Combine(directory, DocumentName);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), FileJson.Default.ShareDocument) : null;
    }

    /// <summary>Makes the folders of a new share; the document comes last and makes it one.</summary>
    public void Initialize()
    {
        DurableFile.CreatePrivateDirectory(_directory);
        DurableFile.CreatePrivateDirectory(Path.Combine(_directory, "descriptions"));
        Directory.CreateDirectory(ContentDirectory);
        File.SetUnixFileMode(ContentDirectory, Everyone);
        Save(_document);
    }

    /// <summary>Replaces the share's own document. The caller holds the share's lock.</summary>
    public void Save(ShareDocument document)
    {
        DurableFile.Replace(Path.Combine(_directory, DocumentName), JsonSerializer.SerializeToUtf8Bytes(document, FileJson.Default.ShareDocument));
        _document = document;
    }

    /// <summary>Takes the share out of use and removes it.</summary>
    public void Remove() => Trash.Remove(_directory);
}
