namespace Frankenetes.LocalAzure.Tests.SignIn;

[Collection(LocalAzureCollection.Name)]
public sealed class TokenTests(LocalAzureFixture azure)
{
    [Theory]
    [InlineData("/adfs/oauth2/token")]
    [InlineData("/{tenant}/oauth2/v2.0/token")]
    public async Task Both_token_addresses_give_a_token_that_ARM_accepts(string path)
    {
        var answer = await azure.Arm.RequestTokenAsync(path.Replace("{tenant}", azure.Arm.Text("tenantId"), StringComparison.Ordinal), azure.Arm.Text("clientSecret"));
        Assert.Equal(200, (await azure.Arm.SendAsync("GET", "/subscriptions", token: (string)answer.Body!["access_token"]!)).Status);
    }

    [Fact]
    public async Task A_wrong_secret_is_answered_as_Entra_does()
    {
        var answer = await azure.Arm.RequestTokenAsync("/adfs/oauth2/token", "wrong");
        Assert.Equal((401, "invalid_client"), (answer.Status, (string?)answer.Body!["error"]));
        Assert.Contains("AADSTS7000215", (string?)answer.Body["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARM_refuses_a_missing_token_and_a_forged_one()
    {
        var missing = await azure.Arm.SendAsync("GET", "/subscriptions", token: "");
        Assert.Equal((401, "AuthenticationFailed"), (missing.Status, missing.Code));
        Assert.StartsWith("Bearer authorization_uri=", missing.Headers["WWW-Authenticate"], StringComparison.Ordinal);

        var parts = azure.Arm.Token.Split('.');
        var last = parts[2][0] == 'A' ? 'B' : 'A';
        var forged = await azure.Arm.SendAsync("GET", "/subscriptions", token: $"{parts[0]}.{parts[1]}.{last}{parts[2][1..]}");
        Assert.Equal((401, "InvalidAuthenticationToken"), (forged.Status, forged.Code));
    }

    [Fact]
    public async Task The_faults_and_the_shutdown_need_a_token_too()
    {
        Assert.Equal(401, (await azure.Arm.SendAsync("GET", "/local-azure/faults", token: "")).Status);
        Assert.Equal(401, (await azure.Arm.SendAsync("POST", "/LOCAL-AZURE/shutdown", token: "")).Status);
    }

    [Fact]
    public async Task The_configuration_names_the_token_address()
    {
        var answer = await azure.Arm.SendAsync("GET", $"/{azure.Arm.Text("tenantId")}/v2.0/.well-known/openid-configuration", token: "");
        Assert.EndsWith("/oauth2/v2.0/token", (string?)answer.Body!["token_endpoint"], StringComparison.Ordinal);
    }
}
