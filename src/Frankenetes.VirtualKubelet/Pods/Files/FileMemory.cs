using System.Security.Cryptography;
using Frankenetes.PodTranslation.Volumes;

namespace Frankenetes.VirtualKubelet.Pods.Files;

/// <summary>What one pod's files hold as far as this process knows, and where they can be written.</summary>
/// <param name="notBefore">Not to be written before: after a start of the kubelet the files of all pods are unknown, and not all are to be written at once.</param>
internal sealed class FileMemory(DateTimeOffset notBefore)
{
    private readonly Dictionary<string, string> _written = [];
    private string? _life;
    private string? _pod;

    public DateTimeOffset NotBefore { get; } = notBefore;

    /// <summary>The containers that run.</summary>
    public IReadOnlyList<string> Running { get; private set; } = [];

    /// <summary>What was last warned of; null: nothing.</summary>
    public string? Complaint { get; set; }

    /// <summary>Takes in what a look brought; true where the files are to be looked at.</summary>
    public bool See(string? life, string pod, IReadOnlyList<string> running)
    {
        lock (_written)
        {
            var restarted = _life is not null && life is not null && _life != life;
            if (restarted) _written.Clear();
            var news = restarted || _pod != pod || !running.SequenceEqual(Running);
            (_life, _pod, Running) = (life ?? _life, pod, running);
            return news;
        }
    }

    /// <summary>The volume holds this now.</summary>
    public void Note(LiveVolume volume)
    {
        lock (_written) _written[volume.Name] = Fingerprint(volume);
    }

    /// <summary>The volume may hold something else.</summary>
    public bool Differs(LiveVolume volume)
    {
        lock (_written) return !_written.TryGetValue(volume.Name, out var known) || known != Fingerprint(volume);
    }

    // A hash: secrets are not to be kept where they are not needed.
    private static string Fingerprint(LiveVolume volume) => Convert.ToHexString(SHA256.HashData(FileManifest.Of([volume]).ToJson()));
}
