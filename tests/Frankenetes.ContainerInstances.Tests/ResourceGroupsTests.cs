namespace Frankenetes.ContainerInstances.Tests;

public class ResourceGroupsTests
{
    [Fact]
    public async Task A_tag_filter_is_quoted_and_escaped()
    {
        var arm = new ScriptedArm().Answer(200, """{"value":[]}""");
        await foreach (var group in arm.Client().ResourceGroups.ListAsync("frankenetes-cluster", "o'hara")) Assert.Fail(group.Name);
        Assert.Contains("tagName eq 'frankenetes-cluster' and tagValue eq 'o''hara'", Uri.UnescapeDataString(arm.Requests[0].Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_subscription_is_no_empty_one()
    {
        const string refusal = """{"error":{"code":"SubscriptionNotFound","message":"The subscription 's' could not be found."}}""";
        var groups = new ScriptedArm().Answer(404, refusal).Answer(404, refusal).Client().ResourceGroups;
        Assert.Equal("SubscriptionNotFound", (await Assert.ThrowsAsync<Azure.RequestFailedException>(() => groups.GetAsync("rg"))).ErrorCode);
        await Assert.ThrowsAsync<Azure.RequestFailedException>(async () => await groups.ListAsync().GetAsyncEnumerator().MoveNextAsync());
    }

    [Fact]
    public async Task A_delete_by_Location_ends_when_it_is_no_longer_202()
    {
        var arm = new ScriptedArm().Answer(202, "", ("Location", "https://arm.test/l"), ("Retry-After", "0")).Answer(202, "", ("Retry-After", "0")).Answer(200);
        await arm.Client().ResourceGroups.DeleteAsync("rg", Azure.WaitUntil.Completed);
        Assert.Equal(3, arm.Requests.Count);
    }

    [Fact]
    public async Task Account_keys_come_in_order_of_their_names()
    {
        var arm = new ScriptedArm().Answer(200, """{"keys":[{"keyName":"key2","value":"Yg=="},{"keyName":"key1","value":"YQ=="}]}""");
        Assert.Equal(["YQ==", "Yg=="], await arm.Client().StorageAccounts.GetKeysAsync("rg", "acct"));
    }
}
