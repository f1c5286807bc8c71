namespace Frankenetes.LocalAzure.Tests.Faults;

[Collection(LocalAzureCollection.Name)]
public sealed class FaultTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task A_rule_applies_as_often_as_it_says_after_what_it_skips()
    {
        await RulesAsync(new { route = "GET /tenants", skip = 1, count = 2, status = 429, retryAfter = 2, code = "TooManyRequests" });
        Assert.Equal(200, (await _arm.SendAsync("GET", "/tenants")).Status);
        var first = await _arm.SendAsync("GET", "/tenants");
        Assert.Equal((429, "TooManyRequests", "2"), (first.Status, first.Code, first.Headers["Retry-After"]));
        Assert.Equal(429, (await _arm.SendAsync("GET", "/tenants")).Status);
        Assert.Equal(200, (await _arm.SendAsync("GET", "/tenants")).Status);
    }

    [Fact]
    public async Task A_dropped_connection_has_no_answer()
    {
        await RulesAsync(new { route = "GET /tenants", drop = true });
        await Assert.ThrowsAsync<HttpRequestException>(() => _arm.SendAsync("GET", "/tenants"));
        Assert.Equal(200, (await _arm.SendAsync("GET", "/tenants")).Status);
    }

    [Fact]
    public async Task A_create_that_fails_later_is_accepted_first()
    {
        var group = await _arm.NewResourceGroupAsync();
        await RulesAsync(new { route = "PUT /subscriptions/*/containerGroups/*", failOperation = new { code = "ServiceUnavailable", message = "no capacity" } });
        var operation = await _arm.PutGroupAsync(group, "fails", Spec.Group(Spec.Container("app", "sleep 1000")));
        Assert.Equal(("Failed", "ServiceUnavailable"), ((string?)operation["status"], (string?)operation["error"]!["code"]));
        Assert.Equal("Failed", (string?)(await _arm.SendAsync("GET", $"{_arm.Groups(group)}/fails")).Body!["properties"]!["provisioningState"]);
        var again = await _arm.PutGroupAsync(group, "fails", Spec.Group(Spec.Container("app", "sleep 1000")));
        Assert.Equal("Succeeded", (string?)again["status"]);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/fails");
    }

    [Fact]
    public async Task A_rule_that_makes_no_sense_is_refused() =>
        Assert.Equal("InvalidFaultRule", (await _arm.SendAsync("PUT", "/local-azure/faults", new { rules = new[] { new { status = 42 } } })).Code);

    private async Task RulesAsync(params object[] rules) => Assert.Equal(204, (await _arm.SendAsync("PUT", "/local-azure/faults", new { rules })).Status);
}
