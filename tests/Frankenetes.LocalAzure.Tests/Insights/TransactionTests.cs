using System.Text.Json.Nodes;
using Frankenetes.LocalAzure.Insights;

namespace Frankenetes.LocalAzure.Tests.Insights;

[Collection(LocalAzureCollection.Name)]
public sealed class TransactionTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Theory]
    [InlineData("PUT", "log/1", null, null, "PutBlob")]
    [InlineData("PUT", "ledger/000001/cmdlets-0000.jsonl", null, "appendblock", "AppendBlock")]
    [InlineData("GET", "control/state.json", null, null, "GetBlob")]
    [InlineData("HEAD", "control/state.json", null, null, "GetBlobProperties")]
    [InlineData("PUT", "cluster/record.json", null, "lease", "LeaseBlob")]
    [InlineData("DELETE", "etcd/full/1", null, null, "DeleteBlob")]
    [InlineData("GET", "etcd", "container", "list", "ListBlobs")]
    [InlineData("PUT", "etcd", "container", null, "CreateContainer")]
    [InlineData("PUT", "etcd", "container", "acl", "SetContainerACL")]
    [InlineData("GET", "", null, "list", "ListContainers")]
    public void Operations_have_the_names_that_Azure_gives_them(string method, string path, string? restype, string? comp, string name) =>
        Assert.Equal(name, TransactionTally.NameOf(method, path.Contains('/', StringComparison.Ordinal), restype, comp));

    [Fact]
    public async Task What_is_not_told_is_refused()
    {
        var group = await _arm.NewResourceGroupAsync();
        var path = $"{_arm.Groups(group).Replace("Microsoft.ContainerInstance/containerGroups", "Microsoft.Storage/storageAccounts", StringComparison.Ordinal)}";
        var name = $"t{Guid.NewGuid().ToString("N")[..12]}";
        await _arm.SendAsync("PUT", $"{path}/{name}?api-version=2022-09-01", new JsonObject { ["location"] = "eastus", ["kind"] = "StorageV2", ["sku"] = new JsonObject { ["name"] = "Standard_LRS" } });
        var metrics = $"{path}/{name}/providers/Microsoft.Insights/metrics?api-version=2018-01-01";
        const string right = "&metricnames=Transactions&interval=PT1H&aggregation=total&$filter=ApiName eq '*'&timespan=2026-01-01T00:00:00Z/2026-01-02T00:00:00Z";
        Assert.Equal(200, (await _arm.SendAsync("GET", metrics + right)).Status);
        foreach (var (part, wrong) in new[] { ("Transactions", "UsedCapacity"), ("PT1H", "PT7M"), ("=total", "=average"), ("ApiName eq '*'", "GeoType eq '*'"), ("/2026-01-02T00:00:00Z", "") })
            Assert.Equal(400, (await _arm.SendAsync("GET", metrics + right.Replace(part, wrong, StringComparison.Ordinal))).Status);
        Assert.Equal(404, (await _arm.SendAsync("GET", metrics.Replace(name, "absent0123", StringComparison.Ordinal) + right)).Status);
    }
}
