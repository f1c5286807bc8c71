using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class RestartTests : IAsyncLifetime, IDisposable
{
    private readonly StorageHost _host = new();

    private BlobContainerClient Container => _host.Blobs.GetBlobContainerClient("kept");

    private string Folder => Assert.Single(Directory.GetDirectories(Path.Combine(_host.StateDirectory, "storage", StorageHost.AccountName, "blob")));

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await Container.CreateAsync(metadata: new Dictionary<string, string> { ["k"] = "v" });
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    public void Dispose()
    {
    }

    [Fact]
    public async Task Blobs_come_back_with_content_tag_metadata_and_staged_blocks()
    {
        var small = (await Container.GetBlobClient("small").UploadAsync(BinaryData.FromString("short"), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["a"] = "b" } })).Value;
        await Container.GetBlobClient("long/er").UploadAsync(BinaryData.FromString(new string('x', 100_000)));
        var blocks = Container.GetBlockBlobClient("blocks");
        await blocks.StageBlockAsync(Id(1), Text("one "));
        await blocks.CommitBlockListAsync([Id(1)]);
        _host.Time.Advance(TimeSpan.FromMilliseconds(1));
        await blocks.StageBlockAsync(Id(2), Text("two"));
        var append = Container.GetAppendBlobClient("append");
        await append.CreateAsync();
        await append.AppendBlockAsync(Text("1"));
        await append.SealAsync();

        await _host.RestartAsync();
        Assert.Equal("v", (await Container.GetPropertiesAsync()).Value.Metadata["k"]);
        var read = (await Container.GetBlobClient("small").DownloadContentAsync()).Value;
        Assert.Equal(("short", small.ETag, "b"), (read.Content.ToString(), read.Details.ETag, read.Details.Metadata["a"]));
        Assert.Equal(100_000, (await Container.GetBlobClient("long/er").DownloadContentAsync()).Value.Content.ToMemory().Length);
        Assert.True((await Container.GetAppendBlobClient("append").GetPropertiesAsync()).Value.IsSealed);
        await Container.GetBlockBlobClient("blocks").CommitBlockListAsync([Id(1), Id(2)]);
        Assert.Equal("one two", (await Container.GetBlobClient("blocks").DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task What_a_crash_leaves_is_swept_and_nothing_else()
    {
        await Container.GetBlobClient("kept").UploadAsync(BinaryData.FromString(new string('x', 100_000)));
        await File.WriteAllTextAsync(Path.Combine(Folder, "content", Guid.NewGuid().ToString("N")), "half an upload");
        await File.WriteAllTextAsync(Path.Combine(Folder, "blobs", "0123.json.4567.partial"), "{ half a record");
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Folder)!, "half.0123", "blobs"));

        await _host.RestartAsync();
        Assert.Equal(100_000, (await Container.GetBlobClient("kept").GetPropertiesAsync()).Value.ContentLength);
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "content")));
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "blobs")));
        Assert.Single(await _host.Blobs.GetBlobContainersAsync().ToListAsync());
    }

    [Fact]
    public async Task Blocks_that_a_commit_voided_do_not_come_back_with_a_restart()
    {
        var blob = Container.GetBlockBlobClient("void");
        await blob.StageBlockAsync(Id(1), Text("old"));
        var staged = Assert.Single(Directory.GetFiles(Path.Combine(Folder, "content")));
        var copy = await File.ReadAllBytesAsync(staged);
        await blob.UploadAsync(Text("whole"));
        Assert.False(File.Exists(staged));
        // As if the process had ended between the commit and the removal of what it voided.
        await File.WriteAllBytesAsync(staged, copy);
        File.SetLastWriteTimeUtc(staged, _host.Time.GetUtcNow().UtcDateTime);

        await _host.RestartAsync();
        await Refusal.IsAsync(400, "InvalidBlockList", () => Container.GetBlockBlobClient("void").CommitBlockListAsync([Id(1)]));
        Assert.Equal("whole", (await Container.GetBlobClient("void").DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Replaced_and_deleted_blobs_leave_no_files()
    {
        for (var round = 0; round < 3; round++) await Container.GetBlobClient("big").UploadAsync(BinaryData.FromString(new string('x', 100_000 + round)), overwrite: true);
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "content")));
        await Container.GetBlockBlobClient("big").StageBlockAsync(Id(1), Text("staged"));
        await Container.DeleteBlobAsync("big");
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "content")));
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "blobs")));
    }

    [Fact]
    public async Task Files_and_shares_come_back()
    {
        await _host.Shares.CreateShareAsync("agent");
        var file = _host.Shares.GetShareClient("agent").GetRootDirectoryClient().GetFileClient("tool");
        await file.CreateAsync(3, new Azure.Storage.Files.Shares.Models.ShareFileCreateOptions { Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        await file.UploadAsync(Text("abc"));
        await _host.RestartAsync();
        file = _host.Shares.GetShareClient("agent").GetRootDirectoryClient().GetFileClient("tool");
        Assert.Equal("v", (await file.GetPropertiesAsync()).Value.Metadata["k"]);
        Assert.Equal("abc", (await BinaryData.FromStreamAsync((await file.DownloadAsync()).Value.Content)).ToString());
    }

    [Fact]
    public async Task Everything_of_the_service_is_for_its_owner_alone()
    {
        await Container.GetBlobClient("big").UploadAsync(BinaryData.FromString(new string('x', 100_000)));
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.All(
            Directory.EnumerateFileSystemEntries(Path.Combine(_host.StateDirectory, "storage"), "*", SearchOption.AllDirectories),
            path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others));
    }

    private static string Id(int number) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"block-{number:D5}"));

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
