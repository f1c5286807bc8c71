namespace Frankenetes.LocalAzure.Storage.Files.Disk;

/// <summary>What an entry of a folder is.</summary>
internal enum EntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A link, socket, pipe or device that a container made: never followed, never opened, never told of.</summary>
    Other,
}
