using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace Frankenetes.LocalAzure.Tests.ManagedIdentity;

[Collection(LocalAzureCollection.Name)]
public sealed class HostIdentityTests(LocalAzureFixture azure)
{
    private string NewIdentity(string group) => $"{azure.Arm.Subscription}/resourceGroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_host_gives_its_programs_the_token_of_its_own_identity()
    {
        var program = await IdentityClient.HostAsync(azure.Arm);
        var answer = await program.AskAsync();
        Assert.Equal((200, "Bearer", "https://management.azure.com/"), (answer.Status, (string?)answer.Body!["token_type"], (string?)answer.Body["resource"]));
        Assert.InRange(long.Parse((string)answer.Body["expires_on"]!, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600);
        Assert.Equal((program.PrincipalId, azure.Arm.Text("tenantId")), (Guid.Parse((string)IdentityClient.Claims(answer)["oid"]!), (string?)IdentityClient.Claims(answer)["tid"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task A_header_that_is_missing_or_wrong_is_refused(string header)
    {
        var program = await IdentityClient.HostAsync(azure.Arm);
        Assert.Equal(401, (await program.AskAsync(header: header)).Status);
    }

    [Fact]
    public async Task A_user_assigned_identity_is_named_by_client_object_or_resource_id()
    {
        var id = NewIdentity(await azure.Arm.NewResourceGroupAsync());
        var made = await azure.Arm.SendAsync("PUT", id, new { location = "eastus" });
        Assert.Equal(201, made.Status);
        Assert.Equal(200, (await azure.Arm.SendAsync("PUT", id, new { location = "eastus" })).Status);
        var (principal, client) = ((string)made.Body!["properties"]!["principalId"]!, (string)made.Body["properties"]!["clientId"]!);
        var program = await IdentityClient.HostAsync(azure.Arm, new { type = "SystemAssigned, UserAssigned", userAssignedIdentities = new Dictionary<string, object> { [id] = new { } } });
        foreach (var selector in new[] { $"client_id={client}", $"object_id={principal}", $"mi_res_id={id}" })
        {
            var answer = await program.AskAsync($"&{selector}");
            Assert.Equal((200, client), (answer.Status, (string?)answer.Body!["client_id"]));
            Assert.Equal((principal, client), ((string?)IdentityClient.Claims(answer)["oid"], (string?)IdentityClient.Claims(answer)["appid"]));
        }

        Assert.Equal(program.PrincipalId, Guid.Parse((string)IdentityClient.Claims(await program.AskAsync())["oid"]!));
        var refused = await program.AskAsync($"&client_id={Guid.NewGuid()}");
        Assert.Equal((400, "No Managed Identity found for specified ClientId/ResourceId/PrincipalId."), (refused.Status, (string?)refused.Body!["message"]));

        Assert.Equal(200, (await azure.Arm.SendAsync("DELETE", id)).Status);
        Assert.Equal(204, (await azure.Arm.SendAsync("DELETE", id)).Status);
        Assert.Equal(400, (await program.AskAsync($"&client_id={client}")).Status);
    }

    [Fact]
    public async Task Azures_own_library_signs_in_by_the_variables()
    {
        var program = await IdentityClient.HostAsync(azure.Arm);
        var credential = await WithVariablesAsync(program, () => new ManagedIdentityCredential(new ManagedIdentityCredentialOptions(ManagedIdentityId.SystemAssigned) { Transport = new HttpClientTransport(azure.Arm.Http) })
            .GetTokenAsync(new TokenRequestContext(["https://management.azure.com/.default"]), default).AsTask());
        Assert.Equal(200, (await azure.Arm.SendAsync("GET", "/tenants", token: credential.Token)).Status);
    }

    [Fact]
    public async Task An_identity_that_is_none_is_assigned_to_nothing()
    {
        var group = await azure.Arm.NewResourceGroupAsync();
        var refused = await azure.Arm.SendAsync("PUT", "/local-azure/hosts/none", new { identity = new { type = "UserAssigned", userAssignedIdentities = new Dictionary<string, object> { [NewIdentity(group)] = new { } } } });
        Assert.Equal((400, "FailedIdentityOperation"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task The_way_to_the_cloud_is_told_to_whoever_asks_and_no_secret_with_it()
    {
        var program = await IdentityClient.HostAsync(azure.Arm);
        var answer = await azure.Arm.SendAsync("GET", new Uri(program.Variable("ARM_CLOUD_METADATA_URL")).PathAndQuery, token: "");
        var cloud = answer.Body!.AsArray().Single()!;
        Assert.Equal((azure.Arm.Text("resourceManagerEndpoint"), "LocalAzure"), ((string?)cloud["resourceManager"], (string?)cloud["name"]));
        Assert.Equal(azure.Arm.Text("resourceManagerEndpointInGroups"), (string?)cloud["frankenetes"]!["resourceManagerEndpointInGroups"]);
        Assert.Equal(await File.ReadAllTextAsync(program.Variable("SSL_CERT_FILE")), (string?)cloud["frankenetes"]!["certificateAuthority"]);
        Assert.DoesNotContain(azure.Arm.Text("clientSecret"), answer.ToString(), StringComparison.Ordinal);
    }

    // The library reads them when it is first asked.
    private static async Task<T> WithVariablesAsync<T>(IdentityClient program, Func<Task<T>> act)
    {
        string[] names = ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"];
        try
        {
            foreach (var name in names)
                Environment.SetEnvironmentVariable(name, program.Variable(name));
            return await act();
        }
        finally
        {
            foreach (var name in names)
                Environment.SetEnvironmentVariable(name, null);
        }
    }
}
