using Frankenetes.LocalAzure.Hosting;

namespace Frankenetes.LocalAzure.State;

/// <summary>The one folder that holds everything LocalAzure knows. Mode 0700: it contains keys and secrets.</summary>
internal sealed class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private StateFolder(string root) => Root = root;

    public string Root { get; }

    /// <summary><c>$XDG_STATE_HOME/frankenetes/local-azure</c>, or the same under <c>~/.local/state</c>.</summary>
    public static string DefaultPath
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (string.IsNullOrEmpty(home))
                home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            return Path.Combine(home, "frankenetes", "local-azure");
        }
    }

    /// <exception cref="StartupException">The folder cannot be made, or cannot be written to (exit code 6).</exception>
    public static StateFolder Open(string path)
    {
        try
        {
            var folder = new StateFolder(Private(Path.GetFullPath(path)));
            var probe = folder.File($".probe-{Guid.NewGuid():N}");
            AtomicFile.Write(probe, [0]);
            System.IO.File.Delete(probe);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StartupException.UnusableState(path, e);
        }
    }

    /// <summary>Makes the folder when it is absent, and closes it to everyone else either way.</summary>
    public static string Private(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        System.IO.File.SetUnixFileMode(path, OwnerOnly);
        return path;
    }

    public string File(string name) => Path.Combine(Root, name);

    public string Folder(string name) => Private(Path.Combine(Root, name));
}
