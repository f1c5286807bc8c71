using System.Text.Json.Nodes;
using Frankenetes.LocalAzure.Tests.ManagedIdentity;

namespace Frankenetes.LocalAzure.Tests.AccessControl;

[Collection(LocalAzureCollection.Name)]
public sealed class RoleTests(LocalAzureFixture azure)
{
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";
    private const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    private const string AccessAdministrator = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";

    private string Scope(string group) => $"{azure.Arm.Subscription}/resourceGroups/{group}";

    [Fact]
    public async Task Who_has_no_role_is_told_what_is_missing()
    {
        var (program, group) = (await IdentityClient.HostAsync(azure.Arm), await azure.Arm.NewResourceGroupAsync());
        var token = await program.TokenAsync();
        var refused = await azure.Arm.SendAsync("PUT", $"{azure.Arm.Groups(group)}/g", Spec.Group(Spec.Container("main", "true")), token: token);
        Assert.Equal((403, "AuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Contains($"with object id '{program.PrincipalId}' does not have authorization to perform action 'Microsoft.ContainerInstance/containerGroups/write' over scope '{azure.Arm.Groups(group)}/g'", (string?)refused.Body!["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(403, (await azure.Arm.SendAsync("GET", $"{azure.Arm.Subscription}/resourceGroups", token: token)).Status);
        Assert.Empty((await azure.Arm.SendAsync("GET", "/subscriptions", token: token)).Body!["value"]!.AsArray());
    }

    [Fact]
    public async Task A_role_on_a_resource_group_allows_what_is_in_it_and_nothing_else()
    {
        var program = await IdentityClient.HostAsync(azure.Arm);
        var (mine, other) = (await azure.Arm.NewResourceGroupAsync(), await azure.Arm.NewResourceGroupAsync());
        Assert.Equal(201, (await program.GrantAsync(Contributor, Scope(mine))).Status);
        var token = await program.TokenAsync();
        Assert.Equal(200, (await azure.Arm.SendAsync("GET", azure.Arm.Groups(mine), token: token)).Status);
        Assert.Equal(200, (await azure.Arm.SendAsync("PATCH", Scope(mine), new { tags = new { mine = "yes" } }, token: token)).Status);
        Assert.Equal(403, (await azure.Arm.SendAsync("GET", azure.Arm.Groups(other), token: token)).Status);
        Assert.Equal(403, (await azure.Arm.SendAsync("PUT", $"{azure.Arm.Subscription}/resourceGroups/{mine}-2", new { location = "eastus" }, token: token)).Status);
        var seen = (await azure.Arm.SendAsync("GET", $"{azure.Arm.Subscription}/resourceGroups", token: token)).Body!["value"]!.AsArray();
        Assert.Equal([mine], seen.Select(g => (string?)g!["name"]));
        Assert.Single((await azure.Arm.SendAsync("GET", "/subscriptions", token: token)).Body!["value"]!.AsArray());
    }

    [Fact]
    public async Task A_contributor_gives_no_roles_and_an_access_administrator_does()
    {
        var (program, other) = (await IdentityClient.HostAsync(azure.Arm), await IdentityClient.HostAsync(azure.Arm));
        var group = await azure.Arm.NewResourceGroupAsync();
        await program.GrantAsync(Contributor, Scope(group));
        var token = await program.TokenAsync();
        var path = $"{Scope(group)}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}";
        var body = new { properties = new { roleDefinitionId = Reader, principalId = other.PrincipalId } };
        Assert.Equal((403, "AuthorizationFailed"), await StatusAsync("PUT", path, body, token));
        await program.GrantAsync(AccessAdministrator, Scope(group));
        Assert.Equal((201, null), await StatusAsync("PUT", path, body, token));
        Assert.Equal((200, null), await StatusAsync("DELETE", path, null, token));
        Assert.Equal((204, null), await StatusAsync("DELETE", path, null, token));
    }

    [Fact]
    public async Task Nobody_but_the_owner_uses_the_addresses_that_Azure_has_not()
    {
        var program = await IdentityClient.HostAsync(azure.Arm);
        await program.GrantAsync(Contributor, azure.Arm.Subscription);
        var token = await program.TokenAsync();
        foreach (var (method, path) in new[] { ("GET", "/local-azure/faults"), ("POST", "/local-azure/shutdown"), ("PUT", "/local-azure/hosts/mine"), ("GET", "/local-azure/requests") })
            Assert.Equal(403, (await azure.Arm.SendAsync(method, path, new { }, token: token)).Status);
    }

    [Fact]
    public async Task An_assignment_is_kept_by_name_and_made_once()
    {
        var (program, group, name) = (await IdentityClient.HostAsync(azure.Arm), await azure.Arm.NewResourceGroupAsync(), Guid.NewGuid());
        var unknown = await program.GrantAsync(Reader, Scope(group), Guid.NewGuid());
        Assert.Equal((400, "PrincipalNotFound"), (unknown.Status, unknown.Code));
        Assert.Equal("RoleDefinitionDoesNotExist", (await program.GrantAsync(Guid.NewGuid().ToString(), Scope(group))).Code);
        Assert.Equal(201, (await program.GrantAsync(Reader, Scope(group), name: name)).Status);
        Assert.Equal(200, (await program.GrantAsync(Reader, Scope(group), name: name)).Status);
        Assert.Equal("RoleAssignmentExists", (await program.GrantAsync(Reader, Scope(group))).Code);
        Assert.Equal("RoleAssignmentUpdateNotPermitted", (await program.GrantAsync(Contributor, Scope(group), name: name)).Code);
        Assert.Equal([name.ToString()], await ListAsync(Scope(group), $"principalId eq '{program.PrincipalId}'"));
        Assert.Contains(name.ToString(), await ListAsync(azure.Arm.Subscription, $"principalId eq '{program.PrincipalId}'"));
        Assert.Empty(await ListAsync(azure.Arm.Subscription, $"atScope() and assignedTo('{program.PrincipalId}')"));
    }

    [Fact]
    public async Task Assignments_go_with_their_resource_group()
    {
        var (program, group) = (await IdentityClient.HostAsync(azure.Arm), await azure.Arm.NewResourceGroupAsync());
        await program.GrantAsync(Reader, Scope(group));
        var token = await program.TokenAsync();
        await azure.Arm.SendAsync("DELETE", Scope(group));
        await ArmClient.UntilAsync(async () => (await azure.Arm.SendAsync("GET", Scope(group))).Status, status => status == 404);
        await azure.Arm.SendAsync("PUT", Scope(group), new { location = "eastus" });
        Assert.Equal((403, "AuthorizationFailed"), await StatusAsync("GET", Scope(group), null, token));
    }

    [Fact]
    public async Task Who_gives_a_group_an_identity_must_be_allowed_to()
    {
        var program = await IdentityClient.HostAsync(azure.Arm);
        var (mine, other) = (await azure.Arm.NewResourceGroupAsync(), await azure.Arm.NewResourceGroupAsync());
        var id = $"{Scope(other)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/strong";
        await azure.Arm.SendAsync("PUT", id, new { location = "eastus" });
        await program.GrantAsync(Contributor, Scope(mine));
        var body = Spec.Group(Spec.Container("main", "true"));
        body["identity"] = new { type = "UserAssigned", userAssignedIdentities = new Dictionary<string, object> { [id] = new { } } };
        Assert.Equal((403, "LinkedAuthorizationFailed"), await StatusAsync("PUT", $"{azure.Arm.Groups(mine)}/g", body, await program.TokenAsync()));
    }

    [Fact]
    public async Task The_built_in_roles_are_found_by_name()
    {
        var found = (await azure.Arm.SendAsync("GET", $"{azure.Arm.Subscription}/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName eq 'Contributor'")).Body!["value"]!.AsArray();
        Assert.Equal(Contributor, (string?)Assert.Single(found)!["name"]);
    }

    private async Task<(int, string?)> StatusAsync(string method, string path, object? body, string token)
    {
        var answer = await azure.Arm.SendAsync(method, path, body, token: token);
        return (answer.Status, answer.Code);
    }

    private async Task<IEnumerable<string>> ListAsync(string scope, string filter)
    {
        var answer = await azure.Arm.SendAsync("GET", $"{scope}/providers/Microsoft.Authorization/roleAssignments?$filter={Uri.EscapeDataString(filter)}");
        return answer.Body!["value"]!.AsArray().Select(a => (string)((JsonNode)a!)["name"]!);
    }
}
