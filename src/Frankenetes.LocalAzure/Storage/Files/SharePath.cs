using System.Buffers;
using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>A path within a share, as names that each are looked up in the folder before: none of them can mean another folder.</summary>
/// <param name="Names">The names from the share's top; none for the top itself.</param>
internal sealed record SharePath(IReadOnlyList<string> Names)
{
    private const int MostNames = 250;
    private const int LongestNameBytes = 255;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\"\\:|<>*?");

    /// <summary>The last name; empty for the share's top.</summary>
    public string Name => Names.Count == 0 ? string.Empty : Names[^1];

    /// <summary>The whole path with slashes.</summary>
    public string Text => string.Join('/', Names);

    /// <summary>Takes a decoded path apart and refuses what is no name.</summary>
    public static SharePath Parse(string path)
    {
        var names = path.Trim('/').Split('/', StringSplitOptions.None);
        if (names is [""]) return new SharePath([]);
        if (names.Length > MostNames || !names.All(IsName)) throw StorageErrors.InvalidResourceName();
        return new SharePath(names);
    }

    /// <summary>Refuses a new name that Azure refuses; files that containers made may have such names.</summary>
    public void DemandNewName()
    {
        if (Name.AsSpan().ContainsAny(Forbidden) || Name.Any(char.IsControl)) throw StorageErrors.InvalidResourceName();
    }

    /// <summary>Opens the folder that this path names. Null when it, or a folder above it, is not there.</summary>
    public DirectoryHandle? TryOpen(string contentDirectory) => TryOpen(contentDirectory, Names.Count);

    /// <summary>Opens the folder that holds this path's last name. Null when it is not there.</summary>
    public DirectoryHandle? TryOpenParent(string contentDirectory) => TryOpen(contentDirectory, Names.Count - 1);

    private static bool IsName(string name) =>
        name is not ("" or "." or "..") && !name.Contains('\0', StringComparison.Ordinal) && System.Text.Encoding.UTF8.GetByteCount(name) <= LongestNameBytes;

    private DirectoryHandle? TryOpen(string contentDirectory, int depth)
    {
        var handle = DirectoryHandle.TryOpenRoot(contentDirectory);
        for (var index = 0; index < depth && handle is not null; index++)
        {
            using var above = handle;
            handle = above.TryOpenDirectory(Names[index]);
        }

        return handle;
    }
}
