namespace Frankenetes.Clusters.Kubeconfigs;

/// <summary>Writes a file that only its owner may read, whole or not at all.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes beside the target and renames over it, so that no reader sees half a file and no moment has wider rights.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            await using (var writer = new StreamWriter(draft, options))
                await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            File.Move(draft, path, true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
