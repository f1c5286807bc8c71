using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class BlockBlobTests(StorageHost host) : IClassFixture<StorageHost>, IAsyncLifetime
{
    private BlobContainerClient _container = null!;

    public async Task InitializeAsync() => _container = await host.Blobs.CreateBlobContainerAsync("b-" + Guid.NewGuid().ToString("N"));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Content_headers_and_metadata_come_back()
    {
        var blob = _container.GetBlobClient("a/b.json");
        var headers = new BlobHttpHeaders { ContentType = "application/json", CacheControl = "no-store", ContentLanguage = "en", ContentEncoding = "identity", ContentDisposition = "inline" };
        var written = await blob.UploadAsync(BinaryData.FromString("{}"), new BlobUploadOptions { HttpHeaders = headers, Metadata = new Dictionary<string, string> { ["Revision"] = "12" } });
        var read = (await blob.DownloadContentAsync()).Value;
        Assert.Equal("{}", read.Content.ToString());
        Assert.Equal(written.Value.ETag, read.Details.ETag);
        Assert.Equal(("application/json", "no-store", "en", "inline"), (read.Details.ContentType, read.Details.CacheControl, read.Details.ContentLanguage, read.Details.ContentDisposition));
        Assert.Equal("12", read.Details.Metadata["revision"]);

        var properties = (await blob.GetPropertiesAsync()).Value;
        Assert.Equal((2L, BlobType.Block, LeaseState.Available), (properties.ContentLength, properties.BlobType, properties.LeaseState));
        Assert.Equal("mZFLkyvTelC5g8XnyQrpOw==", Convert.ToBase64String(properties.ContentHash));
        Assert.Equal("identity", properties.ContentEncoding);
    }

    [Fact]
    public async Task Setting_metadata_and_headers_keeps_the_content_and_changes_the_tag()
    {
        var blob = _container.GetBlobClient("set");
        var first = (await blob.UploadAsync(BinaryData.FromString("x"))).Value.ETag;
        var second = (await blob.SetMetadataAsync(new Dictionary<string, string> { ["k"] = "v" })).Value.ETag;
        var third = (await blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "text/plain" })).Value.ETag;
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        var read = (await blob.DownloadContentAsync()).Value;
        Assert.Equal(("x", "text/plain", "v"), (read.Content.ToString(), read.Details.ContentType, read.Details.Metadata["k"]));
    }

    [Fact]
    public async Task A_blob_of_over_100_MB_goes_through_blocks_and_ranges()
    {
        var content = new byte[(100 * 1024 * 1024) + 17];
        new Random(1).NextBytes(content);
        var blob = _container.GetBlobClient("big");
        await blob.UploadAsync(new MemoryStream(content), new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 1, MaximumTransferSize = 8 * 1024 * 1024, MaximumConcurrency = 4 } });
        using var read = new MemoryStream();
        await blob.DownloadToAsync(read, new BlobDownloadToOptions { TransferOptions = new() { InitialTransferSize = 7_000_000, MaximumTransferSize = 5_000_000, MaximumConcurrency = 4 } });
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(read.GetBuffer().AsSpan(0, (int)read.Length)));

        var range = (await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(8 * 1024 * 1024 - 3, 6) })).Value;
        Assert.Equal(content[(8 * 1024 * 1024 - 3)..(8 * 1024 * 1024 + 3)], range.Content.ToArray());
        Assert.Equal($"bytes 8388605-8388610/{content.Length}", range.Details.ContentRange);
    }

    [Fact]
    public async Task One_request_of_40_MB_is_taken_whole()
    {
        var content = new byte[40 * 1024 * 1024];
        new Random(2).NextBytes(content);
        var blob = _container.GetBlockBlobClient("whole");
        await blob.UploadAsync(new MemoryStream(content));
        Assert.Equal(SHA256.HashData(content), await SHA256.HashDataAsync((await blob.DownloadStreamingAsync()).Value.Content));
    }

    [Fact]
    public async Task Staged_blocks_are_invisible_until_committed()
    {
        var blob = _container.GetBlockBlobClient("blocks");
        await blob.StageBlockAsync(Id(1), Text("one "));
        await blob.StageBlockAsync(Id(2), Text("two "));
        Assert.False(await blob.ExistsAsync());
        Assert.Empty(await _container.GetBlobsAsync(new GetBlobsOptions { Prefix = "blocks" }).ToListAsync());
        await Refusal.IsAsync(404, "BlobNotFound", () => blob.GetBlockListAsync(BlockListTypes.Committed));
        Assert.Equal([Id(1), Id(2)], (await blob.GetBlockListAsync(BlockListTypes.Uncommitted)).Value.UncommittedBlocks.Select(block => block.Name).Order(StringComparer.Ordinal));

        await blob.CommitBlockListAsync([Id(2), Id(1), Id(2)]);
        Assert.Equal("two one two ", (await blob.DownloadContentAsync()).Value.Content.ToString());

        await blob.StageBlockAsync(Id(3), Text("three"));
        Assert.Equal("two one two ", (await blob.DownloadContentAsync()).Value.Content.ToString());
        await blob.CommitBlockListAsync([Id(1), Id(3)]);
        Assert.Equal("one three", (await blob.DownloadContentAsync()).Value.Content.ToString());
        var list = (await blob.GetBlockListAsync(BlockListTypes.All)).Value;
        Assert.Equal([(Id(1), 4L), (Id(3), 5L)], list.CommittedBlocks.Select(block => (block.Name, block.SizeLong)));
        Assert.Empty(list.UncommittedBlocks);
    }

    [Fact]
    public async Task A_list_with_an_unknown_block_commits_nothing()
    {
        var blob = _container.GetBlockBlobClient("unknown");
        await blob.StageBlockAsync(Id(1), Text("one"));
        await Refusal.IsAsync(400, "InvalidBlockList", () => blob.CommitBlockListAsync([Id(1), Id(9)]));
        Assert.False(await blob.ExistsAsync());
        await blob.CommitBlockListAsync([Id(1)]);
        Assert.Equal("one", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task A_range_past_the_end_is_refused_and_one_over_it_is_cut()
    {
        var blob = _container.GetBlobClient("range");
        await blob.UploadAsync(BinaryData.FromString("0123456789"));
        await Refusal.IsAsync(416, "InvalidRange", () => blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(10) }));
        Assert.Equal("89", (await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(8, 100) })).Value.Content.ToString());
    }

    [Fact]
    public async Task An_empty_blob_can_be_read()
    {
        var blob = _container.GetBlobClient("empty");
        await blob.UploadAsync(BinaryData.FromString(""));
        using var read = new MemoryStream();
        await blob.DownloadToAsync(read);
        Assert.Equal(0, read.Length);
    }

    [Fact]
    public async Task Content_that_differs_from_its_MD5_is_refused()
    {
        var blob = _container.GetBlockBlobClient("md5");
        await Refusal.IsAsync(400, "Md5Mismatch", () => blob.StageBlockAsync(Id(1), Text("one"), new BlockBlobStageBlockOptions
        {
            TransferValidation = new() { ChecksumAlgorithm = Azure.Storage.StorageChecksumAlgorithm.MD5, PrecalculatedChecksum = new byte[16] },
        }));
    }

    [Fact]
    public async Task Conditions_are_kept()
    {
        var blob = _container.GetBlobClient("conditions");
        var first = (await blob.UploadAsync(BinaryData.FromString("1"))).Value.ETag;
        await Refusal.IsAsync(409, "BlobAlreadyExists", () => blob.UploadAsync(BinaryData.FromString("2"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }));
        var second = (await blob.UploadAsync(BinaryData.FromString("2"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first } })).Value.ETag;
        await Refusal.IsAsync(412, "ConditionNotMet", () => blob.UploadAsync(BinaryData.FromString("3"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first } }));
        await Refusal.IsAsync(412, "ConditionNotMet", () => blob.DeleteAsync(conditions: new BlobRequestConditions { IfMatch = first }));
        await Refusal.IsAsync(412, "ConditionNotMet", () => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfMatch = first } }));
        var unchanged = await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = second } });
        Assert.Equal(304, unchanged.GetRawResponse().Status);
        await Refusal.IsAsync(412, "ConditionNotMet", () => _container.GetBlobClient("absent").UploadAsync(BinaryData.FromString("1"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first } }));
        Assert.Equal("2", (await blob.DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Times_are_conditions_too()
    {
        var blob = _container.GetBlobClient("times");
        await blob.UploadAsync(BinaryData.FromString("1"));
        var changed = (await blob.GetPropertiesAsync()).Value.LastModified;
        var before = new BlobRequestConditions { IfUnmodifiedSince = changed.AddSeconds(-1) };
        await Refusal.IsAsync(412, "ConditionNotMet", () => blob.SetMetadataAsync(new Dictionary<string, string>(), before));
        Assert.Equal(304, (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfModifiedSince = changed } })).GetRawResponse().Status);
        Assert.Equal(200, (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfModifiedSince = changed.AddSeconds(-1) } })).GetRawResponse().Status);
    }

    [Fact]
    public async Task Of_16_writers_with_one_tag_exactly_one_wins()
    {
        var blob = _container.GetBlobClient("race");
        var tag = (await blob.UploadAsync(BinaryData.FromString("start"))).Value.ETag;
        for (var round = 0; round < 10; round++)
        {
            var condition = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = tag } };
            var writers = Enumerable.Range(0, 16).Select(number => Task.Run(() => TryAsync(() => blob.UploadAsync(BinaryData.FromString($"{number}"), condition)))).ToArray();
            var outcomes = await Task.WhenAll(writers);
            Assert.Equal(15, outcomes.Count(outcome => outcome is null));
            tag = Assert.Single(outcomes, outcome => outcome is not null)!.Value.ETag;
            var winner = Array.FindIndex(outcomes, outcome => outcome is not null);
            Assert.Equal($"{winner}", (await blob.DownloadContentAsync()).Value.Content.ToString());
        }
    }

    [Fact]
    public async Task Of_16_creators_exactly_one_wins()
    {
        var blob = _container.GetBlobClient("create-race");
        var creators = Enumerable.Range(0, 16).Select(number => Task.Run(() => TryAsync(() => blob.UploadAsync(BinaryData.FromString($"{number}"), overwrite: false))));
        Assert.Single(await Task.WhenAll(creators), outcome => outcome is not null);
    }

    [Fact]
    public async Task Readers_see_whole_contents_while_writers_replace_them()
    {
        var blob = _container.GetBlobClient("replace");
        await blob.UploadAsync(BinaryData.FromString(new string('a', 100_000)));
        var writer = Task.Run(async () =>
        {
            for (var round = 0; round < 50; round++) await blob.UploadAsync(BinaryData.FromString(new string((char)('a' + (round % 26)), 100_000 + round)), overwrite: true);
        });
        while (!writer.IsCompleted)
        {
            var text = (await blob.DownloadContentAsync()).Value.Content.ToString();
            Assert.Single(text.Distinct());
        }

        await writer;
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_with_its_staged_blocks()
    {
        var blob = _container.GetBlockBlobClient("deleted");
        await blob.UploadAsync(Text("x"));
        await blob.StageBlockAsync(Id(1), Text("one"));
        await blob.DeleteAsync();
        await Refusal.IsAsync(404, "BlobNotFound", () => blob.DeleteAsync());
        Assert.False(await blob.DeleteIfExistsAsync());
        await Refusal.IsAsync(404, "BlobNotFound", () => blob.DownloadContentAsync());
        await Refusal.IsAsync(400, "InvalidBlockList", () => blob.CommitBlockListAsync([Id(1)]));
    }

    [Fact]
    public async Task A_copy_within_the_account_has_content_headers_and_metadata()
    {
        var source = _container.GetBlobClient("source ü");
        await source.UploadAsync(BinaryData.FromString("copied"), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/x" }, Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        var target = _container.GetBlobClient("target");
        await (await target.StartCopyFromUriAsync(source.Uri)).WaitForCompletionAsync();
        var read = (await target.DownloadContentAsync()).Value;
        Assert.Equal(("copied", "text/x", "v", CopyStatus.Success), (read.Content.ToString(), read.Details.ContentType, read.Details.Metadata["k"], read.Details.CopyStatus));
    }

    [Fact]
    public async Task Page_blobs_are_refused_plainly() =>
        await Refusal.IsAsync(400, "BlobTypeNotSupported", () => _container.GetPageBlobClient("page").CreateAsync(512));

    [Fact]
    public async Task What_is_not_built_says_so() =>
        await Refusal.IsAsync(501, "NotImplemented", async () =>
        {
            await _container.GetBlobClient("x").UploadAsync(BinaryData.FromString("x"));
            await _container.GetBlobClient("x").CreateSnapshotAsync();
        });

    internal static async Task<Response<BlobContentInfo>?> TryAsync(Func<Task<Response<BlobContentInfo>>> write)
    {
        try
        {
            return await write();
        }
        catch (RequestFailedException refusal) when (refusal.Status is 409 or 412)
        {
            return null;
        }
    }

    private static string Id(int number) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"block-{number:D5}"));

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
