using System.Globalization;
using Frankenetes.LocalAzure.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.LocalAzure.Tests.Limits;

[Collection(LocalAzureCollection.Name)]
public sealed class LimitTests
{
    [Fact]
    public async Task Reads_beyond_the_bucket_are_told_to_wait_and_what_is_left_is_told_before()
    {
        // A clock that stands still fills no bucket again, however long the reads take.
        await using var azure = await LimitedAzure.StartAsync(new RequestLimitOptions(), time: new FakeTimeProvider(DateTimeOffset.UtcNow));
        var first = await azure.Arm.SendAsync("GET", $"{azure.Arm.Subscription}/resourceGroups");
        Assert.Equal((200, "249"), (first.Status, first.Headers["x-ms-ratelimit-remaining-subscription-reads"]));
        var refused = await ManyAsync(azure.Arm);
        Assert.Equal((429, "SubscriptionRequestsThrottled", "1"), (refused!.Status, refused.Code, refused.Headers["Retry-After"]));
        Assert.Equal("0", refused.Headers["x-ms-ratelimit-remaining-subscription-reads"]);
        // Writes have a bucket of their own, and what is no part of a subscription has none.
        Assert.Equal(201, (await azure.Arm.SendAsync("PUT", $"{azure.Arm.Subscription}/resourceGroups/rg-writes", new { location = "eastus" })).Status);
        Assert.Equal(200, (await azure.Arm.SendAsync("GET", "/tenants")).Status);
    }

    [Fact]
    public async Task Creates_and_deletes_of_groups_are_limited_for_themselves()
    {
        await using var azure = await LimitedAzure.StartAsync(new RequestLimitOptions(CreatesPerFiveMinutes: 2));
        var groups = azure.Arm.Groups(await azure.Arm.NewResourceGroupAsync());
        var one = await PutAsync("one");
        Assert.Equal((201, "1", "5"), (one.Status, one.Headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt5m"], one.Headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt1h"]));
        Assert.Equal(201, (await PutAsync("two")).Status);
        var three = await PutAsync("three");
        Assert.Equal((429, "TooManyRequests", "0"), (three.Status, three.Code, three.Headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt5m"]));
        Assert.InRange(int.Parse(three.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 300);
        Assert.Equal(200, (await azure.Arm.SendAsync("DELETE", $"{groups}/one")).Status);
        Assert.Equal(200, (await azure.Arm.SendAsync("DELETE", $"{groups}/two")).Status);
        Assert.Equal(429, (await azure.Arm.SendAsync("DELETE", $"{groups}/three")).Status);

        var counted = (await azure.Arm.SendAsync("GET", "/local-azure/requests")).Body!;
        Assert.Equal((4, 3, 2), ((int)counted["writes"]!, (int)counted["deletes"]!, (int)counted["refused"]!));
        Assert.Equal(2, (int)counted["groups"]!["three"]!);

        Task<ArmAnswer> PutAsync(string name) => azure.Arm.SendAsync("PUT", $"{groups}/{name}", Spec.Group(Spec.Container("app", "sleep 1000")));
    }

    [Fact]
    public async Task Switched_off_nothing_is_limited()
    {
        await using var azure = await LimitedAzure.StartAsync(RequestLimitOptions.Off);
        Assert.Null(await ManyAsync(azure.Arm));
        Assert.DoesNotContain("x-ms-ratelimit-remaining-subscription-reads", (await azure.Arm.SendAsync("GET", $"{azure.Arm.Subscription}/resourceGroups")).Headers.Keys);
    }

    /// <summary>More reads than the bucket holds, side by side; the first that was refused, null where none was.</summary>
    private static async Task<ArmAnswer?> ManyAsync(ArmClient arm)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => arm.SendAsync("GET", $"{arm.Subscription}/resourceGroups")));
        return Array.Find(answers, answer => answer.Status != 200);
    }
}
