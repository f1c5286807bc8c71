using Frankenetes.LocalAzure.Storage;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class StorageAccountsTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("local-azure-storage-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void An_account_outlives_the_process_with_its_keys()
    {
        var made = Open().Create("record1", "eastus", "StorageV2", "Standard_LRS", new Dictionary<string, string> { ["a"] = "b" });
        Assert.All(made.Keys, key => Assert.Equal(64, Convert.FromBase64String(key).Length));
        Assert.NotEqual(made.Keys[0], made.Keys[1]);

        Assert.True(Open().TryGet("record1", out var found));
        Assert.Equal(made.Keys, found.Keys);
        Assert.Equal("b", found.Tags["a"]);
        Assert.Equal(made.CreatedAt, found.CreatedAt);
    }

    [Fact]
    public void Files_with_keys_are_for_their_owner_alone()
    {
        Open().Create("record1", "eastus", "StorageV2", "Standard_LRS", null);
        var directory = Path.Combine(_state, "storage", "record1");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory, "account.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
    }

    [Fact]
    public void A_deleted_account_leaves_nothing()
    {
        var accounts = Open();
        accounts.Create("record1", "eastus", "StorageV2", "Standard_LRS", null);
        Assert.True(accounts.Delete("record1"));
        Assert.False(accounts.Delete("record1"));
        Assert.False(accounts.TryGet("record1", out _));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_state, "storage")));
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var accounts = Open();
        accounts.Create("record1", "eastus", "StorageV2", "Standard_LRS", null);
        Assert.Throws<InvalidOperationException>(() => accounts.Create("record1", "eastus", "StorageV2", "Standard_LRS", null));
        Assert.Throws<ArgumentException>(() => accounts.Create("../up", "eastus", "StorageV2", "Standard_LRS", null));
    }

    [Fact]
    public void A_crash_before_the_account_was_written_leaves_no_account()
    {
        Directory.CreateDirectory(Path.Combine(_state, "storage", "half"));
        File.WriteAllText(Path.Combine(_state, "storage", "half", "account.json.0123.partial"), "{");
        Assert.Empty(Open().All);
    }

    [Fact]
    public void A_new_key_takes_the_place_of_one_and_the_other_stays()
    {
        var accounts = Open();
        var account = accounts.Create("record1", "eastus", "StorageV2", "Standard_LRS", null);
        var before = account.Keys;
        Assert.True(accounts.RegenerateKey("record1", 1));
        Assert.Equal(before[0], account.Keys[0]);
        Assert.NotEqual(before[1], account.Keys[1]);
    }

    private StorageAccounts Open() => new(_state, TimeProvider.System);
}
