using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Frankenetes.LocalAzure.Storage.Durability;

namespace Frankenetes.LocalAzure.Storage;

/// <summary>All storage accounts of this local Azure, kept under <c>{state}/storage/{account}</c>. Safe to call from any thread.</summary>
public sealed class StorageAccounts
{
    private const string DocumentName = "account.json";
    private readonly ConcurrentDictionary<string, StorageAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Lock _changes = new();
    private readonly TimeProvider _time;

    /// <summary>Opens the registry and reads the accounts that are there.</summary>
    /// <param name="stateDirectory">The state folder; <c>storage</c> is made in it (0700) when missing.</param>
    /// <param name="time">The clock for creation times.</param>
    public StorageAccounts(string stateDirectory, TimeProvider time)
    {
        _time = time;
        RootDirectory = Path.Combine(Path.GetFullPath(stateDirectory), "storage");
        DurableFile.CreatePrivateDirectory(RootDirectory);
        Trash.Sweep(RootDirectory);
        foreach (var directory in Directory.EnumerateDirectories(RootDirectory)) Load(directory);
    }

    /// <summary>Every account, in order of name.</summary>
    public IReadOnlyList<StorageAccount> All => [.. _accounts.Values.OrderBy(account => account.Name, StringComparer.Ordinal)];

    /// <summary>The folder that holds one folder for each account.</summary>
    internal string RootDirectory { get; }

    /// <summary>True when the name is one that Azure allows: 3 to 24 lower-case letters and digits.</summary>
    public static bool IsValidName(string name) =>
        name.Length is >= 3 and <= 24 && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    /// <summary>Makes an account with two new keys; it is on disk when this returns.</summary>
    /// <exception cref="ArgumentException">The name is not one that Azure allows.</exception>
    /// <exception cref="InvalidOperationException">An account of this name exists.</exception>
    public StorageAccount Create(string name, string location, string kind, string sku, IReadOnlyDictionary<string, string>? tags)
    {
        if (!IsValidName(name)) throw new ArgumentException($"'{name}' is not a storage account name: 3 to 24 lower-case letters and digits.", nameof(name));
        lock (_changes)
        {
            if (_accounts.ContainsKey(name)) throw new InvalidOperationException($"The storage account '{name}' exists already.");
            var document = new StorageAccountDocument(name, location, kind, sku, Copy(tags), _time.GetUtcNow(), [NewKey(), NewKey()]);
            var account = new StorageAccount(Path.Combine(RootDirectory, name), document, _time);
            Save(account, document);
            _accounts[name] = account;
            return account;
        }
    }

    /// <summary>Finds an account by its exact name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out StorageAccount? account) => _accounts.TryGetValue(name, out account);

    /// <summary>Replaces an account's tags. False when there is no such account.</summary>
    public bool SetTags(string name, IReadOnlyDictionary<string, string>? tags) =>
        Change(name, document => document with { Tags = Copy(tags) });

    /// <summary>Replaces one key; whatever was signed with the old one is refused from now on. False when there is no such account.</summary>
    /// <param name="name">The account's name.</param>
    /// <param name="index">0 for <c>key1</c>, 1 for <c>key2</c>.</param>
    public bool RegenerateKey(string name, int index) =>
        Change(name, document => document with { Keys = [.. document.Keys.Select((key, at) => at == index ? NewKey() : key)] });

    /// <summary>Removes an account with all its blobs and shares. False when there is no such account.</summary>
    public bool Delete(string name)
    {
        string doomed;
        lock (_changes)
        {
            if (!_accounts.TryRemove(name, out var account)) return false;
            doomed = Trash.Take(account.Directory);
        }

        Trash.Empty(doomed);
        return true;
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    private static Dictionary<string, string> Copy(IReadOnlyDictionary<string, string>? tags) => tags is null ? [] : new(tags);

    private static void Save(StorageAccount account, StorageAccountDocument document)
    {
        DurableFile.CreatePrivateDirectory(account.Directory);
        DurableFile.Replace(Path.Combine(account.Directory, DocumentName), JsonSerializer.SerializeToUtf8Bytes(document, StorageAccountJson.Default.StorageAccountDocument));
        DurableFile.SyncDirectory(Path.GetDirectoryName(account.Directory)!);
    }

    private bool Change(string name, Func<StorageAccountDocument, StorageAccountDocument> change)
    {
        lock (_changes)
        {
            if (!_accounts.TryGetValue(name, out var account)) return false;
            var document = change(account.Document);
            Save(account, document);
            account.Document = document;
            return true;
        }
    }

    private void Load(string directory)
    {
        Trash.Sweep(directory);
        var path = Path.Combine(directory, DocumentName);
        if (!File.Exists(path))
        {
            // The process ended between making the folder and writing the account: nobody was told that it exists.
            Directory.Delete(directory, recursive: true);
            return;
        }

        var document = JsonSerializer.Deserialize(File.ReadAllBytes(path), StorageAccountJson.Default.StorageAccountDocument)
            ?? throw new InvalidDataException($"{path} holds no storage account.");
        _accounts[document.Name] = new StorageAccount(directory, document, _time);
    }
}
