using System.Text.Json;

namespace Frankenetes.LocalAzure.State;

/// <summary>A folder of JSON documents, one file each, written atomically and readable by the owner alone.</summary>
internal sealed class DocumentStore<T>(string folder)
    where T : class
{
    private readonly string _folder = StateFolder.Private(folder);

    /// <summary>Every document, in no particular order. A file that a crash left half-written under a temporary name is swept away.</summary>
    public IEnumerable<T> LoadAll()
    {
        foreach (var leftover in Directory.EnumerateFiles(_folder, "*.tmp"))
            File.Delete(leftover);
        foreach (var path in Directory.EnumerateFiles(_folder, "*.json"))
            yield return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), StateJson.Options)
                ?? throw new InvalidDataException($"'{path}' holds no document.");
    }

    public void Save(string key, T document) =>
        AtomicFile.Write(PathOf(key), JsonSerializer.SerializeToUtf8Bytes(document, StateJson.Options));

    /// <summary>Deleting what is absent succeeds.</summary>
    public void Delete(string key) => File.Delete(PathOf(key));

    private string PathOf(string key) => Path.Combine(_folder, key + ".json");
}
