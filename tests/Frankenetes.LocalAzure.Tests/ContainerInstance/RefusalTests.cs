namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class RefusalTests(LocalAzureFixture azure)
{
    private const string Resources = """ "resources":{"requests":{"cpu":1,"memoryInGB":1}} """;

    [Theory]
    [InlineData("""{"containers":[C]}""", "InvalidOsType")]
    [InlineData("""{"osType":"Linux","containers":[]}""", "ContainersNotSpecified")]
    [InlineData("""{"osType":"Linux","containers":[C],"surprise":1}""", "InvalidRequestContent")]
    [InlineData("""{"osType":"Linux","containers":[C],"volumes":[{"name":"v","emptyDir":{"medium":"Memory"}}]}""", "InvalidRequestContent")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"x","resources":{"requests":{"cpu":"1"}}}}]}""", "InvalidRequestContent")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"x"}}]}""", "ResourceRequestsNotSpecified")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"x","resources":{"requests":{"cpu":1}}}}]}""", "ResourceSomeRequestsNotSpecified")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"x","resources":{"requests":{"cpu":1,"memoryInGB":1},"limits":{"cpu":0.5}}}}]}""", "ResourceLimitsLessThanRequests")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"x","resources":{"requests":{"cpu":1,"memoryInGB":1},"limits":{"cpu":4}}}}]}""", "ContainerLimitGreaterThanContainerGroupTotalRequest")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"x","environmentVariables":[{"name":"discovery.type","value":"x"}],R}}]}""", "InvalidContainerEnvironmentVariable")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"A_b","properties":{"image":"x",R}}]}""", "InvalidContainerName")]
    [InlineData("""{"osType":"Linux","containers":[C,C]}""", "DuplicateContainerNames")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"x","volumeMounts":[{"name":"v","mountPath":"/m"}],R}}]}""", "VolumeMountNotFound")]
    [InlineData("""{"osType":"Linux","containers":[C],"volumes":[{"name":"v","emptyDir":{}},{"name":"v","emptyDir":{}}]}""", "DuplicateVolumes")]
    [InlineData("""{"osType":"Linux","containers":[C],"volumes":[{"name":"v","secret":{"../x":"MQ=="}}]}""", "InvalidSecretVolume")]
    [InlineData("""{"osType":"Linux","containers":[C],"volumes":[{"name":"v","azureFile":{"shareName":"s","storageAccountName":"nobody","storageAccountKey":"MQ=="}}]}""", "CannotAccessStorageAccount")]
    [InlineData("""{"osType":"Linux","containers":[C],"volumes":[{"name":"v","gitRepo":{"repository":"--upload-pack=x"}}]}""", "InvalidGitRepoVolume")]
    [InlineData("""{"osType":"Linux","containers":[C],"ipAddress":{"type":"Public","dnsNameLabel":"ab","ports":[{"port":80}]}}""", "InvalidDnsNameLabel")]
    [InlineData("""{"osType":"Linux","containers":[C],"ipAddress":{"type":"Public","ports":[{"port":81}]}}""", "IpAddressPortNotExposed")]
    [InlineData("""{"osType":"Linux","containers":[C],"restartPolicy":"Sometimes"}""", "InvalidRestartPolicy")]
    [InlineData("""{"osType":"Linux","containers":[{"name":"a","properties":{"image":"nowhere.invalid/x:1",R}}]}""", "InaccessibleImage")]
    public async Task What_ACI_refuses_is_refused_with_its_code(string properties, string code)
    {
        var group = await azure.Arm.NewResourceGroupAsync();
        var container = $$"""{"name":"a","properties":{"image":"docker.io/library/busybox:1.36","ports":[{"port":80}],{{Resources}} } }""";
        var body = $$"""{"location":"eastus","unknown at the top":1,"properties":{{Fill(properties, container)}} }""";
        var answer = await azure.Arm.SendAsync("PUT", $"{azure.Arm.Groups(group)}/refused", body);
        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Equal(404, (await azure.Arm.SendAsync("GET", $"{azure.Arm.Groups(group)}/refused")).Status);
    }

    [Fact]
    public async Task Sixty_containers_and_no_more()
    {
        var group = await azure.Arm.NewResourceGroupAsync();
        var many = Enumerable.Range(0, 61).Select(i => Spec.Container($"c{i}", "true")).ToArray();
        Assert.Equal("TooManyContainers", (await azure.Arm.SendAsync("PUT", $"{azure.Arm.Groups(group)}/many", Spec.Group(many))).Code);
    }

    private static string Fill(string properties, string container) => properties
        .Replace("[C]", $"[{container}]", StringComparison.Ordinal)
        .Replace("[C,C]", $"[{container},{container}]", StringComparison.Ordinal)
        .Replace(",R}", $",{Resources}}}", StringComparison.Ordinal);
}
