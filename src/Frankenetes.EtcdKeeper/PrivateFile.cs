namespace Frankenetes.EtcdKeeper;

/// <summary>Files that hold a cluster's state: nobody else on the machine may read them.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a file of mode 0600, in place of any that is there.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        return new FileStream(path, options);
    }

    /// <summary>Puts a small file in place whole: a reader, and a keeper that starts after a crash, sees all of it or nothing.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var part = path + ".part";
        using (var file = Create(part))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }
}
