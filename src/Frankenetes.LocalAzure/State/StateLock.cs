using Frankenetes.LocalAzure.Hosting;

namespace Frankenetes.LocalAzure.State;

/// <summary>Holds <c>local-azure.lock</c> for as long as the process lives; the kernel gives it back however the process ends.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <exception cref="StartupException">A live process holds the folder (exit code 5).</exception>
    public static StateLock Acquire(StateFolder state)
    {
        try
        {
            // FileShare.None is an advisory flock on Unix: dropped by the kernel with the last descriptor, also at kill -9.
            return new StateLock(new FileStream(state.File("local-azure.lock"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException)
        {
            throw StartupException.StateLocked(state.Root);
        }
    }

    public void Dispose() => _file.Dispose();
}
