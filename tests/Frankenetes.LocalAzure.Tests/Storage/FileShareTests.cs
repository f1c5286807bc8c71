using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Files.Shares;
using Azure.Storage.Files.Shares.Models;
using Frankenetes.LocalAzure.Storage;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class FileShareTests(StorageHost host) : IClassFixture<StorageHost>, IAsyncLifetime
{
    private readonly string _name = "s-" + Guid.NewGuid().ToString("N");
    private ShareClient _share = null!;

    private string Folder => new FileShares(host.Accounts).TryResolve(StorageHost.AccountName, host.Account.Keys[1], _name, out var directory) ? directory : throw new InvalidOperationException("No folder.");

    public async Task InitializeAsync() => _share = await host.Shares.CreateShareAsync(_name);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_share_is_made_once_and_deleted_once()
    {
        var share = host.Shares.GetShareClient("made-once");
        Assert.False(await share.ExistsAsync());
        await share.CreateAsync();
        Assert.True(await share.ExistsAsync());
        await Refusal.IsAsync(409, "ShareAlreadyExists", () => share.CreateAsync());
        Assert.Null(await share.CreateIfNotExistsAsync());
        await share.DeleteAsync();
        await Refusal.IsAsync(404, "ShareNotFound", () => share.DeleteAsync());
        Assert.False(await share.DeleteIfExistsAsync());
        await Refusal.IsAsync(400, "InvalidResourceName", () => host.Shares.CreateShareAsync("Bad_Name"));
    }

    [Fact]
    public async Task Quota_and_metadata_are_kept()
    {
        Assert.Equal(5120, (await _share.GetPropertiesAsync()).Value.QuotaInGB);
        await _share.SetPropertiesAsync(new ShareSetPropertiesOptions { QuotaInGB = 7 });
        var changed = await _share.SetMetadataAsync(new Dictionary<string, string> { ["k"] = "v" });
        var properties = (await _share.GetPropertiesAsync()).Value;
        Assert.Equal((7, "v", changed.Value.ETag), (properties.QuotaInGB!.Value, properties.Metadata["k"], properties.ETag!.Value));
    }

    [Fact]
    public async Task Shares_are_listed_in_pages_by_prefix()
    {
        foreach (var number in new[] { 2, 3, 1 }) await host.Shares.CreateShareAsync($"paged-{number}");
        var pages = await host.Shares.GetSharesAsync(prefix: "paged-").AsPages(pageSizeHint: 2).ToListAsync();
        Assert.Equal([2, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(["paged-1", "paged-2", "paged-3"], pages.SelectMany(page => page.Values).Select(item => item.Name));
    }

    [Fact]
    public async Task A_file_goes_up_and_comes_down_whole_and_in_ranges()
    {
        var content = new byte[(9 * 1024 * 1024) + 5];
        new Random(3).NextBytes(content);
        var file = _share.GetRootDirectoryClient().GetFileClient("agent");
        await file.CreateAsync(content.Length);
        await file.UploadAsync(new MemoryStream(content));
        using var read = new MemoryStream();
        await (await file.DownloadAsync()).Value.Content.CopyToAsync(read);
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(read.ToArray()));
        var range = (await file.DownloadAsync(new ShareFileDownloadOptions { Range = new HttpRange(4_000_000, 10) })).Value;
        Assert.Equal(content[4_000_000..4_000_010], (await BinaryData.FromStreamAsync(range.Content)).ToArray());
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "agent"))));
    }

    [Fact]
    public async Task Headers_and_metadata_of_a_file_are_kept()
    {
        var file = _share.GetRootDirectoryClient().GetFileClient("described");
        await file.CreateAsync(3, new ShareFileCreateOptions { HttpHeaders = new ShareFileHttpHeaders { ContentType = "text/x" }, Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        var properties = (await file.GetPropertiesAsync()).Value;
        Assert.Equal(("text/x", "v", 3L), (properties.ContentType, properties.Metadata["k"], properties.ContentLength));
        await file.SetMetadataAsync(new Dictionary<string, string> { ["k"] = "w" });
        await file.SetHttpHeadersAsync(new ShareFileSetHttpHeadersOptions { NewSize = 10, HttpHeaders = new ShareFileHttpHeaders { ContentType = "text/y" } });
        properties = (await file.GetPropertiesAsync()).Value;
        Assert.Equal(("text/y", "w", 10L), (properties.ContentType, properties.Metadata["k"], properties.ContentLength));
        Assert.NotNull(properties.SmbProperties.FileId);
        Assert.NotEqual(properties.SmbProperties.FileId, properties.SmbProperties.ParentId);
    }

    [Fact]
    public async Task A_file_put_in_a_described_files_place_has_no_description()
    {
        var file = _share.GetRootDirectoryClient().GetFileClient("replaced");
        await file.CreateAsync(1, new ShareFileCreateOptions { Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        var path = Path.Combine(Folder, "replaced");
        await File.WriteAllTextAsync(path + ".new", "container");
        File.Move(path + ".new", path, overwrite: true);
        Assert.Empty((await file.GetPropertiesAsync()).Value.Metadata);
    }

    [Fact]
    public async Task Ranges_are_written_cleared_and_listed()
    {
        var file = _share.GetRootDirectoryClient().GetFileClient("sparse");
        await file.CreateAsync(64 * 1024);
        Assert.Empty((await file.GetRangeListAsync(new ShareFileGetRangeListOptions())).Value.Ranges);
        await file.UploadRangeAsync(new HttpRange(8192, 4096), new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 4096))));
        Assert.Equal([new HttpRange(8192, 4096)], (await file.GetRangeListAsync(new ShareFileGetRangeListOptions())).Value.Ranges);
        await file.ClearRangeAsync(new HttpRange(8192, 2048));
        var text = (await BinaryData.FromStreamAsync((await file.DownloadAsync(new ShareFileDownloadOptions { Range = new HttpRange(8192, 4096) })).Value.Content)).ToString();
        Assert.Equal(new string('\0', 2048) + new string('x', 2048), text);
        await Refusal.IsAsync(416, "InvalidRange", () => file.UploadRangeAsync(new HttpRange(65530, 10), new MemoryStream(new byte[10])));
    }

    [Fact]
    public async Task Every_write_changes_the_entity_tag()
    {
        var file = _share.GetRootDirectoryClient().GetFileClient("tagged");
        var tags = new List<ETag> { (await file.CreateAsync(1)).Value.ETag };
        for (var round = 0; round < 5; round++) tags.Add((await file.UploadRangeAsync(new HttpRange(0, 1), new MemoryStream([(byte)round]))).Value.ETag);
        Assert.Equal(6, tags.Distinct().Count());
        await File.WriteAllTextAsync(Path.Combine(Folder, "tagged"), "by a container");
        Assert.DoesNotContain((await file.GetPropertiesAsync()).Value.ETag, tags);
    }

    [Fact]
    public async Task An_empty_file_has_no_ranges()
    {
        var file = _share.GetRootDirectoryClient().GetFileClient("empty");
        await file.CreateAsync(0);
        await Refusal.IsAsync(416, "InvalidRange", () => file.DownloadAsync(new ShareFileDownloadOptions { Range = new HttpRange(0, 10) }));
        Assert.Equal(0, (await file.DownloadAsync()).Value.ContentLength);
    }

    [Fact]
    public async Task Containers_and_clients_see_each_others_files()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "logs"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "logs", "a.txt"), "from a container");
        var file = _share.GetDirectoryClient("logs").GetFileClient("a.txt");
        Assert.Equal("from a container", (await BinaryData.FromStreamAsync((await file.DownloadAsync()).Value.Content)).ToString());
        await file.UploadRangeAsync(new HttpRange(0, 4), new MemoryStream("FROM"u8.ToArray()));
        Assert.Equal("FROM a container", await File.ReadAllTextAsync(Path.Combine(Folder, "logs", "a.txt")));
        await file.DeleteAsync();
        Assert.False(File.Exists(Path.Combine(Folder, "logs", "a.txt")));
    }

    [Fact]
    public async Task Files_are_open_to_every_user_of_a_container_below_a_closed_folder()
    {
        var directory = _share.GetDirectoryClient("bin");
        await directory.CreateAsync();
        await directory.GetFileClient("tool").CreateAsync(1);
        const UnixFileMode everything = (UnixFileMode)0x1ff;
        Assert.Equal([everything, everything, everything], new[] { Folder, Path.Combine(Folder, "bin"), Path.Combine(Folder, "bin", "tool") }.Select(File.GetUnixFileMode));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Folder)!));
    }

    [Fact]
    public async Task A_file_written_anew_leaves_readers_of_the_old_one_alone()
    {
        var file = _share.GetRootDirectoryClient().GetFileClient("running");
        await file.CreateAsync(3);
        await file.UploadAsync(new MemoryStream("old"u8.ToArray()));
        using var open = File.OpenRead(Path.Combine(Folder, "running"));
        await file.CreateAsync(5);
        Assert.Equal("old", new StreamReader(open).ReadToEnd());
        Assert.Equal(5, (await file.GetPropertiesAsync()).Value.ContentLength);
    }

    [Fact]
    public async Task Directories_hold_files_and_are_deleted_when_empty()
    {
        var directory = _share.GetDirectoryClient("d d");
        await directory.CreateAsync(new ShareDirectoryCreateOptions { Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        await Refusal.IsAsync(409, "ResourceAlreadyExists", () => directory.CreateAsync());
        Assert.Equal("v", (await directory.GetPropertiesAsync()).Value.Metadata["k"]);
        var file = directory.GetFileClient("f ü.txt");
        await file.CreateAsync(1);
        await Refusal.IsAsync(409, "DirectoryNotEmpty", () => directory.DeleteAsync());
        await Refusal.IsAsync(409, "ResourceTypeMismatch", () => _share.GetRootDirectoryClient().GetFileClient("d d").CreateAsync(1));
        await file.DeleteAsync();
        await directory.DeleteAsync();
        await Refusal.IsAsync(404, "ResourceNotFound", () => directory.DeleteAsync());
        Assert.False(await directory.ExistsAsync());
        await Refusal.IsAsync(404, "ParentNotFound", () => file.CreateAsync(1));
        Assert.False(await file.ExistsAsync());
    }

    [Fact]
    public async Task A_folder_is_listed_in_order_by_prefix_and_page()
    {
        var directory = _share.GetDirectoryClient("listed");
        await directory.CreateAsync();
        foreach (var name in new[] { "c", "a b+c.txt", "a", "100%" }) await directory.GetFileClient(name).CreateAsync(name.Length);
        await directory.CreateSubdirectoryAsync("b");
        var pages = await directory.GetFilesAndDirectoriesAsync(new ShareDirectoryGetFilesAndDirectoriesOptions { Traits = ShareFileTraits.All, IncludeExtendedInfo = true }).AsPages(pageSizeHint: 2).ToListAsync();
        Assert.Equal(3, pages.Count);
        Assert.Equal(["100%", "a", "a b+c.txt", "b", "c"], pages.SelectMany(page => page.Values).Select(item => item.Name).Order(StringComparer.Ordinal));
        var item = pages.SelectMany(page => page.Values).Single(each => each.Name == "a b+c.txt");
        Assert.Equal((9L, false), (item.FileSize!.Value, item.IsDirectory));
        Assert.NotNull(item.Properties.LastWrittenOn);
        Assert.Equal((await directory.GetFileClient("a b+c.txt").GetPropertiesAsync()).Value.ETag, item.Properties.ETag);
        var some = await directory.GetFilesAndDirectoriesAsync(new ShareDirectoryGetFilesAndDirectoriesOptions { Prefix = "a" }).ToListAsync();
        Assert.Equal(["a", "a b+c.txt"], some.Select(each => each.Name));
    }

    [Fact]
    public async Task Links_that_a_container_makes_lead_nowhere()
    {
        var outside = Directory.CreateTempSubdirectory("local-azure-outside-").FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(Folder, "file-link"), Path.Combine(outside, "secret"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "folder-link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "top"), "/");

        var root = _share.GetRootDirectoryClient();
        Assert.Empty(await root.GetFilesAndDirectoriesAsync(new ShareDirectoryGetFilesAndDirectoriesOptions()).ToListAsync());
        await Refusal.IsAsync(404, "ResourceNotFound", () => root.GetFileClient("file-link").DownloadAsync());
        await Refusal.IsAsync(404, "ResourceNotFound", () => root.GetFileClient("file-link").UploadRangeAsync(new HttpRange(0, 1), new MemoryStream([1])));
        await Refusal.IsAsync(404, "ParentNotFound", () => _share.GetDirectoryClient("folder-link").GetFileClient("secret").DownloadAsync());
        await Refusal.IsAsync(404, "ParentNotFound", () => _share.GetDirectoryClient("folder-link").GetFileClient("new").CreateAsync(1));
        await Refusal.IsAsync(404, "ParentNotFound", () => _share.GetDirectoryClient("top/etc").GetFileClient("passwd").DownloadAsync());
        await root.GetFileClient("file-link").CreateAsync(1);
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(outside, "secret")));
        Assert.Single(Directory.EnumerateFileSystemEntries(outside));
        Directory.Delete(outside, recursive: true);
    }

    [Theory]
    [InlineData("..%2F..%2Faccount.json")]
    [InlineData("%2e%2e/%2e%2e/account.json")]
    [InlineData("../../account.json")]
    [InlineData("a/%2e%2e/%2e%2e/share.json")]
    public async Task A_path_cannot_climb_out_of_the_share(string path)
    {
        var sas = _share.GenerateSasUri(Azure.Storage.Sas.ShareSasPermissions.All, host.Time.GetUtcNow().AddHours(1)).Query;
        var (status, body) = await RawHttp.SendAsync(host.FileEndpoint, "GET", $"{host.FileEndpoint.AbsolutePath}/{_name}/{path}{sas}");
        Assert.True(status is 400 or 403 or 404, $"{status} {body}");
        Assert.DoesNotContain("keys", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_does_not_hang_a_reader()
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(Folder, "pipe")]);
        await made.WaitForExitAsync();
        await Refusal.IsAsync(404, "ResourceNotFound", () => _share.GetRootDirectoryClient().GetFileClient("pipe").DownloadAsync());
    }

    [Fact]
    public async Task Mounts_need_a_key_of_the_account()
    {
        var shares = new FileShares(host.Accounts);
        Assert.False(shares.TryResolve(StorageHost.AccountName, "wrong", _name, out var directory));
        Assert.Empty(directory);
        Assert.False(shares.TryResolve(StorageHost.AccountName, host.Account.Keys[0], "absent", out _));
        Assert.False(shares.TryResolve("nobody", host.Account.Keys[0], _name, out _));
        Assert.True(shares.TryResolve(StorageHost.AccountName, host.Account.Keys[0], _name, out _));
        await _share.DeleteAsync();
        Assert.False(shares.TryResolve(StorageHost.AccountName, host.Account.Keys[0], _name, out _));
    }

    [Fact]
    public async Task A_SAS_for_the_share_or_a_file_opens_just_that()
    {
        var file = _share.GetRootDirectoryClient().GetFileClient("shared ü");
        await file.CreateAsync(2);
        var expires = host.Time.GetUtcNow().AddHours(1);
        var read = new ShareFileClient(file.GenerateSasUri(Azure.Storage.Sas.ShareFileSasPermissions.Read, expires), host.ShareOptions);
        Assert.Equal(2, (await read.GetPropertiesAsync()).Value.ContentLength);
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => read.DeleteAsync());
        var list = new ShareClient(_share.GenerateSasUri(Azure.Storage.Sas.ShareSasPermissions.List, expires), host.ShareOptions);
        Assert.Single(await list.GetRootDirectoryClient().GetFilesAndDirectoriesAsync(new ShareDirectoryGetFilesAndDirectoriesOptions()).ToListAsync());
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => list.GetRootDirectoryClient().GetFileClient("x").CreateAsync(1));
    }
}
