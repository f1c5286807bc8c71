using System.Text;
using System.Text.Json;

namespace Frankenetes.VirtualKubelet.Control;

/// <summary>
/// The API server's audit log, a file beside us, read only when somebody asks: from its end backwards to the newest change that was made by people or workloads. What Kubernetes and we
/// ourselves do does not count. Source of the form: audit.k8s.io/v1, Event.
/// </summary>
internal sealed class AuditLog(string path)
{
    private const int FirstLook = 64 * 1024;
    private static readonly string[] Writes = ["create", "update", "patch", "delete", "deletecollection"];
    private static readonly string[] Ignored = ["system:node:", "system:kube-", "system:apiserver", "system:serviceaccount:kube-system:", "frankenetes:"];

    // Questions that are asked by a create, and change nothing.
    private static readonly string[] Reviews = ["authentication.k8s.io", "authorization.k8s.io"];

    /// <summary>False where the log cannot be read; null where there was no such change.</summary>
    public bool TryFind(out LastWrite? write)
    {
        try
        {
            write = Find();
            return File.Exists(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            write = null;
            return false;
        }
    }

    private LastWrite? Find()
    {
        foreach (var file in Files())
        {
            if (FindIn(file) is { } write) return write;
        }
        return null;
    }

    // The one that is written to, then those that were full, the newest first: their names bear the time.
    private IEnumerable<string> Files()
    {
        if (File.Exists(path)) yield return path;
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        if (!Directory.Exists(folder)) yield break;
        foreach (var full in Directory.GetFiles(folder, $"{name}-*").OrderDescending(StringComparer.Ordinal)) yield return full;
    }

    private static LastWrite? FindIn(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        for (var length = (long)FirstLook; ; length *= 8)
        {
            var whole = length >= stream.Length;
            stream.Position = whole ? 0 : stream.Length - length;
            var write = FindIn(stream, whole);
            if (write is not null || whole) return write;
        }
    }

    private static LastWrite? FindIn(FileStream stream, bool whole)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        // Where the look does not begin with the file, its first line is a part of one.
        if (!whole) reader.ReadLine();
        LastWrite? newest = null;
        while (reader.ReadLine() is { } line) newest = Parse(line) ?? newest;
        return newest;
    }

    /// <summary>Null for what is no change of somebody's, and for a line that is not whole yet or is odd.</summary>
    internal static LastWrite? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var told = document.RootElement;
            var (verb, user) = (Text(told, "verb"), told.TryGetProperty("user", out var who) ? Text(who, "username") : null);
            if (verb is null || user is null || !Writes.Contains(verb) || Ignored.Any(prefix => user.StartsWith(prefix, StringComparison.Ordinal))) return null;
            if (told.TryGetProperty("responseStatus", out var status) && status.TryGetProperty("code", out var code) && code.GetInt32() >= 400) return null;
            told.TryGetProperty("objectRef", out var about);
            return Reviews.Contains(Text(about, "apiGroup")) || !told.TryGetProperty("stageTimestamp", out var at) ? null
                : new LastWrite(at.GetDateTimeOffset(), user, verb, string.Join('/', new[] { "namespace", "resource", "name", "subresource" }.Select(name => Text(about, name)).OfType<string>()));
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
