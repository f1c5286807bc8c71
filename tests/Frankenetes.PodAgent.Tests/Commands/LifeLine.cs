using System.Diagnostics;

namespace Frankenetes.PodAgent.Tests.Commands;

/// <summary>A pipe that a command holds open, and all that it starts: at its end the last of them has ended, whether or not anybody has collected it.</summary>
internal sealed class LifeLine : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-line-").FullName;
    private readonly FileStream _writer;
    private readonly FileStream _reader;

    public LifeLine()
    {
        using (var make = Process.Start("mkfifo", Pipe)) make.WaitForExit();
        // Opened both ways, so that none of these waits for another side.
        _writer = Open(FileAccess.ReadWrite);
        _reader = Open(FileAccess.Read);
    }

    private string Pipe => Path.Combine(_folder, "pipe");

    /// <summary>A command line for the script.</summary>
    public string[] HeldBy(string script) => ["sh", "-c", $"exec 9> {Pipe}; {script}"];

    public async Task AllHaveEndedAsync()
    {
        await _writer.DisposeAsync();
        Assert.Equal(-1, await Task.Run(_reader.ReadByte).WaitAsync(_patience));
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private FileStream Open(FileAccess access) => new(Pipe, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
}
