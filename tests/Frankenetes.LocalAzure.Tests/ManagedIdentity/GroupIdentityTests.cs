using System.Text.Json.Nodes;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Limits;

namespace Frankenetes.LocalAzure.Tests.ManagedIdentity;

/// <summary>What a container group with an identity finds at the metadata service's address.</summary>
[Collection(LocalAzureCollection.Name)]
public sealed class GroupIdentityTests(LocalAzureFixture azure)
{
    private const string Url = "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F";
    private const string Ask = $"wget -q -O - --header 'Metadata: true' '{Url}'";

    [Fact]
    public async Task It_gets_the_token_of_its_system_assigned_identity()
    {
        var (resourceGroup, group) = await StartAsync(new { type = "SystemAssigned" }, $"{Ask}; sleep 86400");
        Assert.Equal(azure.Arm.Text("tenantId"), (string?)group["identity"]!["tenantId"]);
        var claims = await ClaimsAsync(resourceGroup);
        Assert.Equal((string?)group["identity"]!["principalId"], (string?)claims["oid"]);
    }

    [Fact]
    public async Task It_gets_that_of_an_identity_assigned_to_it_and_tells_which_those_are()
    {
        var home = await azure.Arm.NewResourceGroupAsync();
        var id = $"{azure.Arm.Subscription}/resourceGroups/{home}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader";
        var made = (await azure.Arm.SendAsync("PUT", id, new { location = "eastus" })).Body!["properties"]!;
        var (resourceGroup, group) = await StartAsync(new { type = "UserAssigned", userAssignedIdentities = new Dictionary<string, object> { [id] = new { } } }, $"{Ask.Replace("&resource", $"&client_id={made["clientId"]}&resource", StringComparison.Ordinal)}; sleep 86400");
        Assert.Equal((string?)made["principalId"], (string?)group["identity"]!["userAssignedIdentities"]![id]!["principalId"]);
        Assert.Equal((string?)made["principalId"], (string?)(await ClaimsAsync(resourceGroup))["oid"]);
    }

    [Fact]
    public async Task Who_leaves_the_header_out_is_refused()
    {
        var (resourceGroup, _) = await StartAsync(new { type = "SystemAssigned" }, $"wget -q -O - '{Url}' 2>&1; sleep 86400");
        await ArmClient.UntilAsync(() => azure.Arm.LogAsync(resourceGroup, "g", "main"), log => log.Contains("400 Bad Request", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_still_does_when_a_new_local_Azure_has_adopted_it()
    {
        var state = Directory.CreateTempSubdirectory("local-azure-identity-").FullName;
        try
        {
            var first = await LocalAzureServer.StartAsync(new StartOptions(state, FreePorts.Take(3)) { Limits = RequestLimitOptions.Off }, TimeProvider.System);
            using (var arm = await ArmClient.ConnectAsync(state))
            {
                var group = await arm.NewResourceGroupAsync();
                await arm.PutGroupAsync(group, "g", WithIdentity(new { type = "SystemAssigned" }, $"while true; do {Ask} >/dev/null && echo got; sleep 0.2; done"));
                await ArmClient.UntilAsync(() => arm.LogAsync(group, "g", "main"), log => log.Contains("got", StringComparison.Ordinal));
                await first.DisposeAsync();
                var second = await LocalAzureServer.StartAsync(new StartOptions(state) { Limits = RequestLimitOptions.Off }, TimeProvider.System);
                using var again = await ArmClient.ConnectAsync(state);
                var before = (await again.LogAsync(group, "g", "main")).Length;
                await ArmClient.UntilAsync(() => again.LogAsync(group, "g", "main"), log => log.LastIndexOf("got", StringComparison.Ordinal) > before);
                await again.SendAsync("POST", "/local-azure/shutdown?removeAll=true");
                await second.WaitForEndAsync();
                await second.DisposeAsync();
            }
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    private static Dictionary<string, object?> WithIdentity(object identity, string script)
    {
        var body = Spec.Group(Spec.Container("main", script));
        body["identity"] = identity;
        return body;
    }

    private async Task<(string ResourceGroup, JsonNode Group)> StartAsync(object identity, string script)
    {
        var resourceGroup = await azure.Arm.NewResourceGroupAsync();
        await azure.Arm.PutGroupAsync(resourceGroup, "g", WithIdentity(identity, script));
        return (resourceGroup, (await azure.Arm.SendAsync("GET", $"{azure.Arm.Groups(resourceGroup)}/g")).Body!);
    }

    private async Task<JsonNode> ClaimsAsync(string resourceGroup)
    {
        var log = await ArmClient.UntilAsync(() => azure.Arm.LogAsync(resourceGroup, "g", "main"), log => log.TrimEnd().EndsWith('}'));
        var answer = new ArmAnswer(200, new Dictionary<string, string>(), JsonNode.Parse(log));
        Assert.Equal(200, (await azure.Arm.SendAsync("GET", "/tenants", token: (string)answer.Body!["access_token"]!)).Status);
        return IdentityClient.Claims(answer);
    }
}
