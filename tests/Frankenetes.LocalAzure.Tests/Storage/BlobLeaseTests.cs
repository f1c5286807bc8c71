using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class BlobLeaseTests : IAsyncLifetime, IDisposable
{
    // Each test moves the clock, so each has services of its own.
    private readonly StorageHost _host = new();
    private BlobClient _blob = null!;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        BlobContainerClient container = await _host.Blobs.CreateBlobContainerAsync("leases");
        _blob = container.GetBlobClient("record.json");
        await _blob.UploadAsync(BinaryData.FromString("{}"));
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    public void Dispose()
    {
    }

    [Fact]
    public async Task A_lease_binds_writers_and_no_readers()
    {
        var lease = _blob.GetBlobLeaseClient();
        var before = (await _blob.GetPropertiesAsync()).Value.ETag;
        await lease.AcquireAsync(TimeSpan.FromSeconds(15));
        await Refusal.IsAsync(412, "LeaseIdMissing", () => _blob.UploadAsync(BinaryData.FromString("x"), overwrite: true));
        await Refusal.IsAsync(412, "LeaseIdMissing", () => _blob.DeleteAsync());
        await Refusal.IsAsync(412, "LeaseIdMissing", () => _blob.SetMetadataAsync(new Dictionary<string, string>()));
        await Refusal.IsAsync(412, "LeaseIdMismatchWithBlobOperation", () => WriteAsync(Guid.NewGuid().ToString()));
        await Refusal.IsAsync(412, "LeaseIdMismatchWithBlobOperation", () => _blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { LeaseId = Guid.NewGuid().ToString() } }));
        Assert.Equal("{}", (await _blob.DownloadContentAsync()).Value.Content.ToString());
        var properties = (await _blob.GetPropertiesAsync()).Value;
        Assert.Equal((LeaseState.Leased, LeaseStatus.Locked, LeaseDurationType.Fixed, before), (properties.LeaseState, properties.LeaseStatus, properties.LeaseDuration, properties.ETag));
        await WriteAsync(lease.LeaseId);
        Assert.Equal(LeaseState.Leased, (await _blob.GetPropertiesAsync()).Value.LeaseState);
    }

    [Fact]
    public async Task A_held_lease_is_not_given_twice()
    {
        await _blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60));
        await Refusal.IsAsync(409, "LeaseAlreadyPresent", () => _blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60)));
        _host.Time.Advance(TimeSpan.FromSeconds(60));
        await _blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(61)]
    public async Task A_duration_out_of_range_is_refused(int seconds) =>
        await Refusal.IsAsync(400, "InvalidHeaderValue", () => _blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task An_expired_lease_binds_nobody_and_can_be_renewed_until_someone_writes()
    {
        var lease = _blob.GetBlobLeaseClient();
        await lease.AcquireAsync(TimeSpan.FromSeconds(15));
        _host.Time.Advance(TimeSpan.FromSeconds(14));
        await lease.RenewAsync();
        _host.Time.Advance(TimeSpan.FromSeconds(14));
        await Refusal.IsAsync(412, "LeaseIdMissing", () => _blob.UploadAsync(BinaryData.FromString("x"), overwrite: true));
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LeaseState.Expired, (await _blob.GetPropertiesAsync()).Value.LeaseState);
        await Refusal.IsAsync(412, "LeaseLost", () => WriteAsync(lease.LeaseId));
        await lease.RenewAsync();
        await WriteAsync(lease.LeaseId);
        _host.Time.Advance(TimeSpan.FromSeconds(15));
        await _blob.UploadAsync(BinaryData.FromString("someone else"), overwrite: true);
        await Refusal.IsAsync(409, "LeaseIdMismatchWithLeaseOperation", () => lease.RenewAsync());
        await Refusal.IsAsync(412, "LeaseNotPresentWithBlobOperation", () => WriteAsync(lease.LeaseId));
    }

    [Fact]
    public async Task A_released_lease_is_gone_at_once()
    {
        var lease = _blob.GetBlobLeaseClient();
        await lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);
        _host.Time.Advance(TimeSpan.FromDays(1) / 200);
        await Refusal.IsAsync(409, "LeaseIdMismatchWithLeaseOperation", () => _blob.GetBlobLeaseClient(Guid.NewGuid().ToString()).ReleaseAsync());
        await lease.ReleaseAsync();
        await Refusal.IsAsync(409, "LeaseIdMismatchWithLeaseOperation", () => lease.ReleaseAsync());
        await _blob.UploadAsync(BinaryData.FromString("free"), overwrite: true);
    }

    [Fact]
    public async Task A_changed_lease_answers_to_its_new_id()
    {
        var lease = _blob.GetBlobLeaseClient();
        var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await _blob.GetBlobLeaseClient(first).AcquireAsync(TimeSpan.FromSeconds(30));
        await _blob.GetBlobLeaseClient(first).ChangeAsync(second);
        await Refusal.IsAsync(412, "LeaseIdMismatchWithBlobOperation", () => WriteAsync(first));
        await WriteAsync(second);
        await _blob.GetBlobLeaseClient(second).AcquireAsync(TimeSpan.FromSeconds(30));
        await Refusal.IsAsync(409, "LeaseIdMismatchWithLeaseOperation", () => lease.ChangeAsync(Guid.NewGuid().ToString()));
    }

    [Fact]
    public async Task A_broken_lease_binds_for_the_break_period()
    {
        var lease = _blob.GetBlobLeaseClient();
        await lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);
        Assert.Equal(20, (await _blob.GetBlobLeaseClient().BreakAsync(TimeSpan.FromSeconds(20))).Value.LeaseTime);
        Assert.Equal(LeaseState.Breaking, (await _blob.GetPropertiesAsync()).Value.LeaseState);
        await Refusal.IsAsync(412, "LeaseIdMissing", () => _blob.UploadAsync(BinaryData.FromString("x"), overwrite: true));
        await Refusal.IsAsync(409, "LeaseIsBrokenAndCannotBeRenewed", () => lease.RenewAsync());
        await Refusal.IsAsync(409, "LeaseAlreadyPresent", () => _blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal(20, (await _blob.GetBlobLeaseClient().BreakAsync(TimeSpan.FromSeconds(60))).Value.LeaseTime);
        _host.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(LeaseState.Broken, (await _blob.GetPropertiesAsync()).Value.LeaseState);
        await _blob.UploadAsync(BinaryData.FromString("x"), overwrite: true);
        await _blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Breaking_defaults_to_what_is_left_of_the_lease()
    {
        await _blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(40));
        _host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(30, (await _blob.GetBlobLeaseClient().BreakAsync()).Value.LeaseTime);
        Assert.Equal(0, (await _blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero)).Value.LeaseTime);
        await Refusal.IsAsync(409, "LeaseNotPresentWithLeaseOperation", async () =>
        {
            await _blob.DeleteAsync();
            await _blob.UploadAsync(BinaryData.FromString("new"));
            await _blob.GetBlobLeaseClient().BreakAsync();
        });
    }

    [Fact]
    public async Task A_lease_binds_across_a_restart()
    {
        var lease = _blob.GetBlobLeaseClient();
        await lease.AcquireAsync(TimeSpan.FromSeconds(60));
        await _host.RestartAsync();
        var blob = _host.Blobs.GetBlobContainerClient("leases").GetBlobClient("record.json");
        await Refusal.IsAsync(412, "LeaseIdMissing", () => blob.UploadAsync(BinaryData.FromString("x"), overwrite: true));
        await blob.GetBlobLeaseClient(lease.LeaseId).RenewAsync();
        _host.Time.Advance(TimeSpan.FromSeconds(60));
        await blob.UploadAsync(BinaryData.FromString("x"), overwrite: true);
    }

    private Task<Response<BlobContentInfo>> WriteAsync(string leaseId) =>
        _blob.UploadAsync(BinaryData.FromString("written"), new BlobUploadOptions { Conditions = new BlobRequestConditions { LeaseId = leaseId } });
}
