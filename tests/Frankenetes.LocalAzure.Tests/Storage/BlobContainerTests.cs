using Azure.Storage.Blobs.Models;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class BlobContainerTests(StorageHost host) : IClassFixture<StorageHost>
{
    private static string NewName() => "c-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_container_is_made_once_and_deleted_once()
    {
        var container = host.Blobs.GetBlobContainerClient(NewName());
        Assert.False(await container.ExistsAsync());
        await container.CreateAsync();
        Assert.True(await container.ExistsAsync());
        await Refusal.IsAsync(409, "ContainerAlreadyExists", () => container.CreateAsync());
        Assert.Null(await container.CreateIfNotExistsAsync());
        await container.DeleteAsync();
        await Refusal.IsAsync(404, "ContainerNotFound", () => container.DeleteAsync());
        Assert.False(await container.DeleteIfExistsAsync());
    }

    [Fact]
    public async Task A_container_made_again_is_empty()
    {
        var container = host.Blobs.GetBlobContainerClient(NewName());
        await container.CreateAsync();
        await container.UploadBlobAsync("a", BinaryData.FromString("1"));
        await container.DeleteAsync();
        await container.CreateAsync();
        Assert.Empty(await container.GetBlobsAsync().ToListAsync());
    }

    [Fact]
    public async Task Metadata_changes_the_entity_tag_and_is_told_again()
    {
        var container = host.Blobs.GetBlobContainerClient(NewName());
        var made = await container.CreateAsync(metadata: new Dictionary<string, string> { ["one"] = "1" });
        var changed = await container.SetMetadataAsync(new Dictionary<string, string> { ["a_b"] = "x", ["ab"] = "y", ["a1"] = "z" });
        Assert.NotEqual(made.Value.ETag, changed.Value.ETag);
        var properties = (await container.GetPropertiesAsync()).Value;
        Assert.Equal(changed.Value.ETag, properties.ETag);
        Assert.Equal(["a1", "a_b", "ab"], properties.Metadata.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Containers_are_listed_in_pages_by_prefix()
    {
        var prefix = "list-" + Guid.NewGuid().ToString("N")[..8];
        foreach (var number in new[] { 3, 1, 2 }) await host.Blobs.CreateBlobContainerAsync($"{prefix}-{number}", metadata: new Dictionary<string, string> { ["n"] = $"{number}" });
        var pages = await host.Blobs.GetBlobContainersAsync(BlobContainerTraits.Metadata, prefix: prefix).AsPages(pageSizeHint: 2).ToListAsync();
        Assert.Equal([2, 1], pages.Select(page => page.Values.Count));
        Assert.Equal([$"{prefix}-1", $"{prefix}-2", $"{prefix}-3"], pages.SelectMany(page => page.Values).Select(item => item.Name));
        Assert.Equal("3", pages[1].Values[0].Properties.Metadata["n"]);
    }

    [Fact]
    public async Task Blobs_are_listed_in_order_by_prefix_page_and_delimiter()
    {
        var container = host.Blobs.GetBlobContainerClient(NewName());
        await container.CreateAsync();
        foreach (var name in new[] { "full/2", "full/1", "log", "manifest/a/b", "full", "zz" }) await container.UploadBlobAsync(name, BinaryData.FromString(name));

        var all = await container.GetBlobsAsync(new GetBlobsOptions()).AsPages(pageSizeHint: 4).ToListAsync();
        Assert.Equal(["full", "full/1", "full/2", "log", "manifest/a/b", "zz"], all.SelectMany(page => page.Values).Select(item => item.Name));
        Assert.Equal(2, all.Count);

        var some = await container.GetBlobsAsync(new GetBlobsOptions { Prefix = "full/" }).ToListAsync();
        Assert.Equal(["full/1", "full/2"], some.Select(item => item.Name));
        Assert.Equal(6, some[0].Properties.ContentLength);

        var tree = await container.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/" }).AsPages(pageSizeHint: 2).ToListAsync();
        // The client puts the prefixes of a page before its blobs.
        Assert.Equal(["full/", "full", "manifest/", "log", "zz"], tree.SelectMany(page => page.Values).Select(item => item.IsPrefix ? item.Prefix : item.Blob.Name));
    }

    [Fact]
    public async Task Odd_names_come_back_as_they_were()
    {
        var container = host.Blobs.GetBlobContainerClient(NewName());
        await container.CreateAsync();
        string[] names = ["a b+c.txt", "f ü/ö", "100%", "a%2Fb", "q?x=1&y#z", "日本", "a'b(c)!*", "x//y", "line\u0001"];
        foreach (var name in names)
        {
            await container.GetBlobClient(name).UploadAsync(BinaryData.FromString(name));
            Assert.Equal(name, (await container.GetBlobClient(name).DownloadContentAsync()).Value.Content.ToString());
        }

        var listed = await container.GetBlobsAsync(new GetBlobsOptions()).ToListAsync();
        Assert.Equal(names.Order(StringComparer.Ordinal), listed.Select(item => item.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lease_keeps_a_container_from_being_deleted()
    {
        var container = host.Blobs.GetBlobContainerClient(NewName());
        await container.CreateAsync();
        var lease = new Azure.Storage.Blobs.Specialized.BlobLeaseClient(container);
        await lease.AcquireAsync(TimeSpan.FromSeconds(15));
        await Refusal.IsAsync(412, "LeaseIdMissing", () => container.DeleteAsync());
        await Refusal.IsAsync(412, "LeaseIdMismatchWithContainerOperation", () => container.DeleteAsync(new BlobRequestConditions { LeaseId = Guid.NewGuid().ToString() }));
        await container.UploadBlobAsync("a", BinaryData.FromString("blobs are not bound by it"));
        await container.DeleteAsync(new BlobRequestConditions { LeaseId = lease.LeaseId });
    }

    [Theory]
    [InlineData("Up")]
    [InlineData("ab")]
    [InlineData("a--b")]
    [InlineData("-ab")]
    public async Task A_bad_name_is_refused(string name) =>
        await Refusal.IsAsync(400, "InvalidResourceName", () => host.Blobs.CreateBlobContainerAsync(name));

    [Fact]
    public async Task Public_access_is_refused() =>
        await Refusal.IsAsync(409, "PublicAccessNotPermitted", () => host.Blobs.CreateBlobContainerAsync(NewName(), PublicAccessType.Blob));
}
