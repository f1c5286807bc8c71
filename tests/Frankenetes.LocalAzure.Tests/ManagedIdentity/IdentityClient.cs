using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests.ManagedIdentity;

/// <summary>A program with a managed identity: the variables that its host gives it are all it knows.</summary>
internal sealed class IdentityClient(ArmClient arm, JsonNode host)
{
    private const string Resource = "https://management.azure.com/";

    public Guid PrincipalId => Guid.Parse((string)host["identity"]!["principalId"]!);

    public static async Task<IdentityClient> HostAsync(ArmClient arm, object? identity = null)
    {
        var answer = await arm.SendAsync("PUT", $"/local-azure/hosts/h{Guid.NewGuid():N}", new { identity = identity ?? new { type = "SystemAssigned" } });
        Assert.Equal(200, answer.Status);
        return new IdentityClient(arm, answer.Body!);
    }

    public string Variable(string name) => (string)host["variables"]![name]!;

    /// <summary>A token, as App Service and Automation are asked for it.</summary>
    public async Task<ArmAnswer> AskAsync(string more = "", string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Variable("IDENTITY_ENDPOINT")}?api-version=2019-08-01&resource={Uri.EscapeDataString(Resource)}{more}");
        request.Headers.Add("X-IDENTITY-HEADER", header ?? Variable("IDENTITY_HEADER"));
        using var response = await arm.Http.SendAsync(request);
        return await ArmAnswer.ReadAsync(response);
    }

    public async Task<string> TokenAsync() => (string)(await AskAsync()).Body!["access_token"]!;

    /// <summary>Gives it a built-in role, in the name of the owner.</summary>
    public Task<ArmAnswer> GrantAsync(string role, string scope, Guid? principal = null, Guid? name = null) => arm.SendAsync(
        "PUT",
        $"{scope}/providers/Microsoft.Authorization/roleAssignments/{name ?? Guid.NewGuid()}",
        new { properties = new { roleDefinitionId = $"{arm.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{role}", principalId = principal ?? PrincipalId } });

    /// <summary>What a token says of whom it speaks for.</summary>
    public static JsonNode Claims(ArmAnswer answer) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)answer.Body!["access_token"]!).Split('.')[1]))!;
}
