using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.State;
using Frankenetes.LocalAzure.Storage;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Makes the host folders behind a group's volumes. They lie under a folder closed to everyone else; inside, images that do not run as root can read.</summary>
internal sealed class VolumeFolders(StateFolder state, FileShares shares)
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
    private const UnixFileMode ReadableFolder = (UnixFileMode)0b111_101_101;
    private const UnixFileMode ReadableFile = (UnixFileMode)0b110_100_100;

    /// <exception cref="ArmException">A share does not exist, or the key is not its account's.</exception>
    public void CheckShares(GroupProperties properties)
    {
        foreach (var file in (properties.Volumes ?? []).Select(v => v.AzureFile).OfType<AzureFileVolume>())
            Resolve(file);
    }

    /// <summary>Makes every volume anew: an emptyDir lasts as long as its group's present life, as in ACI.</summary>
    /// <returns>Host folder by volume name.</returns>
    public async Task<Dictionary<string, string>> PrepareAsync(GroupRecord group, CancellationToken cancellation)
    {
        Remove(group.Key);
        var folders = new Dictionary<string, string>();
        foreach (var volume in group.Properties.Volumes ?? [])
            folders[volume.Name!] = await PrepareAsync(group, volume, cancellation);
        return folders;
    }

    /// <summary>The folders of a group that already runs.</summary>
    public Dictionary<string, string> Existing(GroupRecord group) => (group.Properties.Volumes ?? [])
        .ToDictionary(v => v.Name!, v => v.AzureFile is { } file ? Resolve(file) : PathOf(group.Key, v.Name!));

    /// <summary>Where a file of the group's own may lie, a seccomp profile for one.</summary>
    public string WritePrivate(GroupRecord group, string name, byte[] content)
    {
        var path = Path.Combine(StateFolder.Private(Path.Combine(Root, group.Key)), name);
        AtomicFile.Write(path, content);
        return path;
    }

    /// <summary>Removes what the group had. Shares are not touched.</summary>
    public void Remove(string groupKey)
    {
        var folder = Path.Combine(Root, groupKey);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private string Root => state.Folder("volumes");

    private string PathOf(string groupKey, string volume) =>
        Path.Combine(StateFolder.Private(Path.Combine(Root, groupKey)), $"volume-{volume}");

    private async Task<string> PrepareAsync(GroupRecord group, Volume volume, CancellationToken cancellation)
    {
        if (volume.AzureFile is { } file)
            return Resolve(file);
        var folder = PathOf(group.Key, volume.Name!);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, volume.EmptyDir is not null ? Everyone : ReadableFolder);
        foreach (var (name, content) in volume.Secret ?? [])
            AtomicFile.Write(Path.Combine(folder, name), Convert.FromBase64String(content), ReadableFile);
        if (volume.GitRepo is { } repository)
            await GitClone.CloneAsync(repository, folder, cancellation);
        return folder;
    }

    private string Resolve(AzureFileVolume file) =>
        shares.TryResolve(file.StorageAccountName!, file.StorageAccountKey!, file.ShareName!, out var directory)
            ? directory
            : throw ArmErrors.StorageNotAccessible(file.StorageAccountName!, file.ShareName!);
}
