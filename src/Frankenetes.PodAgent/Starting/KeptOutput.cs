using System.Globalization;
using System.Text;

namespace Frankenetes.PodAgent.Starting;

/// <summary>
/// The last output of a container, in a volume that outlives its runs: each line with the time of its begin, as logs have it. At least a quarter of a MiB of it is there, at most twice as much, or four times where lines do not end; what was kept of
/// the run before lies beside it. A volume that cannot be written keeps nothing, and the program does not notice.
/// </summary>
internal sealed class KeptOutput(string folder)
{
    private const int Half = 256 * 1024;
    private const string Present = "output", PresentOld = "output.old", Former = "previous", FormerOld = "previous.old", Message = "message", FormerMessage = "previous.message";

    private readonly Lock _lock = new();
    private FileStream? _file;
    private bool _atStart = true;

    /// <summary>What is here is the former run's from now on.</summary>
    public void Begin() => Try(() =>
    {
        Directory.CreateDirectory(folder);
        foreach (var (from, to) in new[] { (Present, Former), (PresentOld, FormerOld), (Message, FormerMessage) })
        {
            File.Delete(Place(to));
            if (File.Exists(Place(from))) File.Move(Place(from), Place(to));
        }
        _file = Open();
    });

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_file is null) return;
            try
            {
                Write(bytes);
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                Try(_file.Dispose);
                _file = null;
            }
        }
    }

    /// <summary>The run's last message.</summary>
    public void Leave(byte[] message) => Try(() => File.WriteAllBytes(Place(Message), message));

    /// <summary>What the former run wrote at last; null: there was none, or nothing of it is kept.</summary>
    public byte[]? ReadFormer() => Path.Exists(Place(Former)) ? [.. Read(FormerOld), .. Read(Former)] : null;

    /// <summary>The former run's last message; empty: it left none.</summary>
    public byte[] ReadFormerMessage() => Read(FormerMessage);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            // Between two lines, as long as there is hope for one's end.
            if (_file!.Position >= (_atStart ? Half : 2 * Half)) Turn();
            if (_atStart) _file.Write(Encoding.ASCII.GetBytes(DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffffff00Z ", CultureInfo.InvariantCulture)));
            var length = bytes.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : bytes.Length;
            _file.Write(bytes[..length]);
            _atStart = bytes[length - 1] == '\n';
            bytes = bytes[length..];
        }
        // Into the kernel's hands: they outlive this process.
        _file!.Flush();
    }

    private void Turn()
    {
        if (!_atStart) _file!.Write("\n"u8);
        _file!.Dispose();
        File.Move(Place(Present), Place(PresentOld), overwrite: true);
        (_file, _atStart) = (Open(), true);
    }

    private FileStream Open() => new(Place(Present), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private byte[] Read(string name) => File.Exists(Place(name)) ? File.ReadAllBytes(Place(name)) : [];

    private string Place(string name) => Path.Combine(folder, name);

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Nothing is kept then.
        }
    }
}
