using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class AppendBlobTests(StorageHost host) : IClassFixture<StorageHost>, IAsyncLifetime
{
    private BlobContainerClient _container = null!;

    public async Task InitializeAsync() => _container = await host.Blobs.CreateBlobContainerAsync("a-" + Guid.NewGuid().ToString("N"));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Appends_tell_their_offset_and_count_and_change_the_tag()
    {
        var blob = _container.GetAppendBlobClient("log");
        var created = (await blob.CreateAsync(new AppendBlobCreateOptions { Metadata = new Dictionary<string, string> { ["epoch"] = "1" } })).Value;
        var first = (await blob.AppendBlockAsync(Text("one "))).Value;
        var second = (await blob.AppendBlockAsync(Text("two"))).Value;
        Assert.Equal(("0", 1), (first.BlobAppendOffset, first.BlobCommittedBlockCount));
        Assert.Equal(("4", 2), (second.BlobAppendOffset, second.BlobCommittedBlockCount));
        Assert.Equal(3, new[] { created.ETag, first.ETag, second.ETag }.Distinct().Count());
        var read = (await blob.DownloadContentAsync()).Value;
        Assert.Equal(("one two", BlobType.Append, 2, "1"), (read.Content.ToString(), read.Details.BlobType, read.Details.BlobCommittedBlockCount, read.Details.Metadata["epoch"]));
    }

    [Fact]
    public async Task A_position_fences_an_append()
    {
        var blob = _container.GetAppendBlobClient("fenced");
        await blob.CreateAsync();
        await blob.AppendBlockAsync(Text("0123"), At(0));
        await Refusal.IsAsync(412, "AppendPositionConditionNotMet", () => blob.AppendBlockAsync(Text("x"), At(0)));
        await Refusal.IsAsync(412, "AppendPositionConditionNotMet", () => blob.AppendBlockAsync(Text("x"), At(5)));
        await Refusal.IsAsync(412, "MaxBlobSizeConditionNotMet", () => blob.AppendBlockAsync(Text("4567"), Conditions(new AppendBlobRequestConditions { IfMaxSizeLessThanOrEqual = 7 })));
        await blob.AppendBlockAsync(Text("4567"), Conditions(new AppendBlobRequestConditions { IfAppendPositionEqual = 4, IfMaxSizeLessThanOrEqual = 8 }));
        Assert.Equal("01234567", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Of_16_appends_at_one_position_exactly_one_wins()
    {
        var blob = _container.GetAppendBlobClient("race");
        await blob.CreateAsync();
        var appends = Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            try
            {
                await blob.AppendBlockAsync(Text($"{number:D2}"), At(0));
                return 1;
            }
            catch (RequestFailedException refusal) when (refusal.ErrorCode == "AppendPositionConditionNotMet")
            {
                return 0;
            }
        }));
        Assert.Equal(1, (await Task.WhenAll(appends)).Sum());
        Assert.Equal(2, (await blob.GetPropertiesAsync()).Value.ContentLength);
    }

    [Fact]
    public async Task A_sealed_blob_takes_no_more()
    {
        var blob = _container.GetAppendBlobClient("sealed");
        await blob.CreateAsync();
        await blob.AppendBlockAsync(Text("last"));
        await blob.SealAsync();
        await Refusal.IsAsync(409, "BlobIsSealed", () => blob.AppendBlockAsync(Text("x")));
        Assert.True((await blob.GetPropertiesAsync()).Value.IsSealed);
        await blob.SealAsync();
    }

    [Fact]
    public async Task Appends_go_to_append_blobs_alone()
    {
        await _container.UploadBlobAsync("block", BinaryData.FromString("x"));
        await Refusal.IsAsync(409, "InvalidBlobType", () => _container.GetAppendBlobClient("block").AppendBlockAsync(Text("x")));
        await Refusal.IsAsync(404, "BlobNotFound", () => _container.GetAppendBlobClient("absent").AppendBlockAsync(Text("x")));
        await _container.GetAppendBlobClient("append").CreateAsync();
        await Refusal.IsAsync(409, "InvalidBlobType", () => _container.GetBlockBlobClient("append").StageBlockAsync(Convert.ToBase64String("a"u8), Text("x")));
        Assert.Null(await _container.GetAppendBlobClient("append").CreateIfNotExistsAsync());
    }

    [Fact]
    public async Task A_tail_that_was_never_committed_is_not_read_and_is_written_over()
    {
        var blob = _container.GetAppendBlobClient("torn");
        await blob.CreateAsync();
        await blob.AppendBlockAsync(Text("whole "));
        // What a crash between the bytes and the record leaves: more bytes in the file than were committed.
        var content = Directory.GetFiles(Path.Combine(host.StateDirectory, "storage", StorageHost.AccountName, "blob"), "*", SearchOption.AllDirectories)
            .Single(path => path.Contains(_container.Name, StringComparison.Ordinal) && File.ReadAllText(path) == "whole ");
        await File.AppendAllTextAsync(content, "torn torn torn");
        Assert.Equal("whole ", (await blob.DownloadContentAsync()).Value.Content.ToString());
        await host.RestartAsync();
        var again = host.Blobs.GetBlobContainerClient(_container.Name).GetAppendBlobClient("torn");
        Assert.Equal("whole ", (await again.DownloadContentAsync()).Value.Content.ToString());
        await again.AppendBlockAsync(Text("next"), At(6));
        Assert.Equal("whole next", (await again.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task A_long_append_is_taken_whole()
    {
        var blob = _container.GetAppendBlobClient("long");
        await blob.CreateAsync();
        await blob.AppendBlockAsync(Text("head "));
        var bytes = new byte[6 * 1024 * 1024];
        new Random(4).NextBytes(bytes);
        await blob.AppendBlockAsync(new MemoryStream(bytes));
        var read = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        Assert.Equal("head ", Encoding.ASCII.GetString(read, 0, 5));
        Assert.True(bytes.AsSpan().SequenceEqual(read.AsSpan(5)));
    }

    private static AppendBlobAppendBlockOptions At(long position) => Conditions(new AppendBlobRequestConditions { IfAppendPositionEqual = position });

    private static AppendBlobAppendBlockOptions Conditions(AppendBlobRequestConditions conditions) => new() { Conditions = conditions };

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
