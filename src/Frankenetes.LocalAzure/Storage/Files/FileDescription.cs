using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>What the service keeps of a file or folder beside what the disk knows.</summary>
/// <param name="Inode">The file it belongs to: one that a container put in its place has another.</param>
/// <param name="CreatedAt">When that file was made, because inodes are used again.</param>
/// <param name="Headers">Content headers.</param>
/// <param name="Metadata">User metadata.</param>
internal sealed record FileDescription(ulong Inode, DateTimeOffset CreatedAt, ContentHeaders Headers, SortedDictionary<string, string> Metadata);
