namespace Frankenetes.LocalAzure.Tests.StorageProvider;

[Collection(LocalAzureCollection.Name)]
public sealed class StorageAccountTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task An_account_is_made_listed_opened_by_its_keys_and_deleted()
    {
        var (group, name) = (await _arm.NewResourceGroupAsync(), $"st{Guid.NewGuid():N}"[..20]);
        var path = PathOf(group, name);
        var body = new { location = "eastus", kind = "StorageV2", sku = new { name = "Standard_LRS" }, tags = new { a = "b" }, properties = new { encryption = new { keySource = "Microsoft.Storage" } } };
        var made = await _arm.SendAsync("PUT", path, body);
        Assert.Equal((200, "Succeeded", "b"), (made.Status, (string?)made.Body!["properties"]!["provisioningState"], (string?)made.Body["tags"]!["a"]));
        Assert.Equal($"https://127.0.0.1:{_arm.Http.BaseAddress!.Port + 1}/{name}/", (string?)made.Body["properties"]!["primaryEndpoints"]!["blob"]);

        var keys = await _arm.SendAsync("POST", $"{path}/listKeys?$expand=kerb");
        Assert.Equal(64, Convert.FromBase64String((string)keys.Body!["keys"]![1]!["value"]!).Length);
        Assert.Equal("AlreadyExists", (string?)(await _arm.SendAsync("POST", $"{_arm.Subscription}/providers/Microsoft.Storage/checkNameAvailability", new { name })).Body!["reason"]);
        Assert.Equal("StorageAccountAlreadyTaken", (await _arm.SendAsync("PUT", PathOf(await _arm.NewResourceGroupAsync(), name), body)).Code);

        Assert.Equal(200, (await _arm.SendAsync("DELETE", path)).Status);
        Assert.Equal(204, (await _arm.SendAsync("DELETE", path)).Status);
        Assert.Equal("ResourceNotFound", (await _arm.SendAsync("GET", path)).Code);
    }

    [Theory]
    [InlineData("Ab")]
    [InlineData("with-hyphen")]
    public async Task A_bad_name_is_refused(string name)
    {
        var answer = await _arm.SendAsync("PUT", PathOf(await _arm.NewResourceGroupAsync(), name), new { location = "eastus", sku = new { name = "Standard_LRS" } });
        Assert.Equal((400, "AccountNameInvalid"), (answer.Status, answer.Code));
    }

    private string PathOf(string group, string name) => $"{_arm.Subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{name}";
}
