using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Files.Shares;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class ShareTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task A_group_and_the_Files_endpoint_see_the_same_share()
    {
        var (group, account) = (await _arm.NewResourceGroupAsync(), $"st{Guid.NewGuid():N}"[..20]);
        var path = $"{_arm.Subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}";
        var made = await _arm.SendAsync("PUT", path, new { location = "eastus", kind = "StorageV2", sku = new { name = "Standard_LRS" } });
        var key = (string)(await _arm.SendAsync("POST", $"{path}/listKeys")).Body!["keys"]![0]!["value"]!;
        var service = new ShareServiceClient(
            new Uri((string)made.Body!["properties"]!["primaryEndpoints"]!["file"]!),
            new StorageSharedKeyCredential(account, key),
            new ShareClientOptions { Transport = new HttpClientTransport(_arm.Http) });
        var share = service.GetShareClient("work");
        await share.CreateAsync();
        var file = share.GetRootDirectoryClient().GetFileClient("in.txt");
        await file.CreateAsync("from outside"u8.Length);
        await file.UploadAsync(new MemoryStream("from outside"u8.ToArray()));

        var body = Spec.Group(Spec.Container("app", "cp /work/in.txt /work/out.txt && cat /work/in.txt", ("volumeMounts", new[] { new { name = "v", mountPath = "/work" } })))
            .With("restartPolicy", "Never")
            .With("volumes", new[] { new { name = "v", azureFile = new { shareName = "work", storageAccountName = account, storageAccountKey = key } } });
        await _arm.PutGroupAsync(group, "copies", body);
        await ArmClient.UntilAsync(() => _arm.LogAsync(group, "copies", "app"), log => log == "from outside");
        await ArmClient.UntilAsync(async () => (await share.GetRootDirectoryClient().GetFileClient("out.txt").ExistsAsync()).Value, exists => exists);

        var shown = (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/copies")).Body!.ToJsonString();
        Assert.DoesNotContain(key, shown, StringComparison.Ordinal);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/copies");
    }
}
