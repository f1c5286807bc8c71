using System.Globalization;
using System.Text.Json;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>The stores under the data directory. What may hold data that was served is never written over and never deleted.</summary>
internal sealed class MemberFolders(KeeperConfiguration configuration)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _root = configuration.Etcd.DataDirectory;

    /// <summary>A new empty folder for a store of this epoch.</summary>
    public MemberFolder Create() => Make(string.Create(CultureInfo.InvariantCulture, $"{configuration.Epoch:D6}-{Suffix()}"));

    /// <summary>A new empty folder for a restore that is tried and thrown away.</summary>
    public MemberFolder CreateTrial() => Make($"trial-{Suffix()}");

    /// <summary>The store of this epoch that was served when the container stopped; null = there is none.</summary>
    public MemberFolder? FindSurvivor()
        => All().Where(folder => ReadMark(folder) is { } mark && mark.ClusterId == configuration.ClusterId && mark.Epoch == configuration.Epoch)
            .OrderByDescending(folder => File.GetLastWriteTimeUtc(folder.ServingMark))
            .FirstOrDefault();

    /// <summary>Deletes what an earlier start left half made: nothing in it was ever served.</summary>
    public void DeleteUnserved()
    {
        foreach (var folder in All().Where(folder => !File.Exists(folder.ServingMark)))
            folder.Delete();
    }

    /// <summary>Puts a store away that must not be served, and leaves it to people.</summary>
    /// <returns>Where it is now.</returns>
    public string SetAside(MemberFolder folder)
    {
        var aside = Path.Combine(_root, "aside-" + Path.GetFileName(folder.Path));
        Directory.Move(folder.Path, aside);
        return aside;
    }

    /// <summary>From now on a restart serves this store as it is.</summary>
    public void MarkServing(MemberFolder folder)
    {
        var mark = new ServingMark { ClusterId = configuration.ClusterId, Epoch = configuration.Epoch };
        PrivateFile.Replace(folder.ServingMark, JsonSerializer.SerializeToUtf8Bytes(mark, KeeperJson.Default.ServingMark));
    }

    /// <summary>To be called before the manifest is sent.</summary>
    public static void MarkSealed(MemberFolder folder, Manifest manifest)
        => PrivateFile.Replace(folder.SealMark, JsonSerializer.SerializeToUtf8Bytes(manifest, KeeperJson.Default.Manifest));

    /// <summary>The manifest that this store may be sealed by; null = it is not.</summary>
    public static Manifest? ReadSealMark(MemberFolder folder)
        => File.Exists(folder.SealMark) ? JsonSerializer.Deserialize(File.ReadAllBytes(folder.SealMark), KeeperJson.Default.Manifest) : null;

    /// <summary>To be called when the manifest is voided for certain.</summary>
    public static void ClearSealMark(MemberFolder folder) => File.Delete(folder.SealMark);

    private static string Suffix() => Guid.NewGuid().ToString("N")[..8];

    private static ServingMark? ReadMark(MemberFolder folder)
    {
        if (!File.Exists(folder.ServingMark))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.ServingMark), KeeperJson.Default.ServingMark);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private List<MemberFolder> All()
        => Directory.Exists(_root) ? [.. Directory.EnumerateDirectories(_root).Where(IsOurs).Select(path => new MemberFolder(path))] : [];

    /// <summary>The names that Create and CreateTrial give; anything else in the directory is left alone.</summary>
    private static bool IsOurs(string path)
    {
        var parts = Path.GetFileName(path).Split('-');
        return parts.Length == 2 && parts[1].Length == 8 && (parts[0] == "trial" || (parts[0].Length == 6 && parts[0].All(char.IsAsciiDigit)));
    }

    private MemberFolder Make(string name)
    {
        var path = Path.Combine(_root, name);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Private);
        return new MemberFolder(path);
    }
}
