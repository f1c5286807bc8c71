namespace Frankenetes.LocalAzure.Tests.ResourceManager;

[Collection(LocalAzureCollection.Name)]
public sealed class ResourceGroupTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task A_group_is_created_once_and_then_updated()
    {
        var path = $"{_arm.Subscription}/resourcegroups/Rg-{Guid.NewGuid():N}";
        Assert.Equal(404, (await _arm.SendAsync("HEAD", path)).Status);
        Assert.Equal(201, (await _arm.SendAsync("PUT", path, new { location = "East US" })).Status);
        var again = await _arm.SendAsync("PUT", path.ToUpperInvariant(), new { location = "eastus", tags = new { a = "b" } });
        Assert.Equal((200, "eastus", "b"), (again.Status, (string?)again.Body!["location"], (string?)again.Body["tags"]!["a"]));
        Assert.Equal(path[(path.LastIndexOf('/') + 1)..], (string?)again.Body["name"]);
        Assert.Equal(204, (await _arm.SendAsync("HEAD", path)).Status);
    }

    [Theory]
    [InlineData("rg%0A")]
    [InlineData("rg.")]
    public async Task A_name_that_Azure_has_not_is_refused(string name)
    {
        var answer = await _arm.SendAsync("PUT", $"{_arm.Subscription}/resourcegroups/{name}", new { location = "eastus" });
        Assert.Equal((400, "InvalidResourceGroup"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Lists_are_filtered_by_tag_and_paged()
    {
        var tag = $"t{Guid.NewGuid():N}";
        foreach (var value in new[] { "x", "x", "y" })
        {
            await _arm.SendAsync("PUT", $"{_arm.Subscription}/resourcegroups/rg-{Guid.NewGuid():N}", new { location = "eastus", tags = new Dictionary<string, string> { [tag] = value } });
        }

        Assert.Equal(3, Count(await ListAsync($"tagName eq '{tag}'")));
        Assert.Equal(2, Count(await ListAsync($"tagName eq '{tag}' and tagValue eq 'x'")));
        var page = await _arm.SendAsync("GET", $"{_arm.Subscription}/resourcegroups?$top=2&$filter={Uri.EscapeDataString($"tagName eq '{tag}'")}");
        Assert.Equal(2, Count(page));
        var rest = await _arm.SendAsync("GET", new Uri((string)page.Body!["nextLink"]!).PathAndQuery);
        Assert.Equal((1, null), (Count(rest), rest.Body!["nextLink"]));
    }

    [Fact]
    public async Task A_filter_that_is_not_understood_is_refused_and_not_ignored()
    {
        var answer = await ListAsync("startswith(name, 'x')");
        Assert.Equal((400, "InvalidFilterInQueryString"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Deleting_takes_what_is_in_it_and_is_polled_by_Location()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "one", Spec.Group(Spec.Container("app", "sleep 1000")));
        await _arm.SendAsync("PUT", $"{_arm.Subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/a{Guid.NewGuid():N}"[..^10], new { location = "eastus", sku = new { name = "Standard_LRS" }, kind = "StorageV2" });
        Assert.Equal(2, Count(await _arm.SendAsync("GET", $"{_arm.Subscription}/resourceGroups/{group}/resources")));

        var deleted = await _arm.SendAsync("DELETE", $"{_arm.Subscription}/resourcegroups/{group}");
        Assert.Equal(202, deleted.Status);
        var poll = new Uri(deleted.Headers["Location"]).PathAndQuery;
        await ArmClient.UntilAsync(() => _arm.SendAsync("GET", poll), a => a.Status == 200);
        Assert.Equal("ResourceGroupNotFound", (await _arm.SendAsync("GET", $"{_arm.Subscription}/resourceGroups/{group}/resources")).Code);
        Assert.Equal("ResourceGroupNotFound", (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/one")).Code);
    }

    [Theory]
    [InlineData("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups", 404, "SubscriptionNotFound")]
    [InlineData("{s}/providers/Microsoft.Nothing", 404, "InvalidResourceNamespace")]
    [InlineData("{s}/resourceGroups/nope", 404, "ResourceGroupNotFound")]
    [InlineData("{s}/resourceGroups?api-version=today", 400, "InvalidApiVersionParameter")]
    [InlineData("{s}/resourceGroups?api-version=2021-04-01%0A", 400, "InvalidApiVersionParameter")]
    [InlineData("{s}/nothing/here", 404, "NotFound")]
    public async Task What_is_not_there_is_said_in_the_envelope(string path, int status, string code)
    {
        var answer = await _arm.SendAsync("GET", path.Replace("{s}", _arm.Subscription, StringComparison.Ordinal));
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.True(answer.Headers.ContainsKey("x-ms-request-id"));
    }

    [Fact]
    public async Task A_missing_version_is_refused_and_double_slashes_are_borne()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_arm.Subscription}/resourceGroups");
        request.Headers.Authorization = new("Bearer", _arm.Token);
        using var response = await _arm.Http.SendAsync(request);
        Assert.Equal("MissingApiVersionParameter", (await ArmAnswer.ReadAsync(response)).Code);
        Assert.Equal(200, (await _arm.SendAsync("GET", $"{_arm.Subscription}//resourceGroups")).Status);
    }

    [Fact]
    public async Task The_provider_lists_its_types_versions_and_locations()
    {
        var answer = await _arm.SendAsync("POST", $"{_arm.Subscription}/providers/microsoft.containerinstance/register");
        Assert.Equal("Registered", (string?)answer.Body!["registrationState"]);
        Assert.Contains(answer.Body["resourceTypes"]!.AsArray(), t => (string?)t!["resourceType"] == "containerGroups" && (string?)t["apiVersions"]![0] == "2023-05-01");
    }

    private Task<ArmAnswer> ListAsync(string filter) => _arm.SendAsync("GET", $"{_arm.Subscription}/resourcegroups?$filter={Uri.EscapeDataString(filter)}");

    private static int Count(ArmAnswer answer) => answer.Body!["value"]!.AsArray().Count;
}
