using Frankenetes.LocalAzure.AccessControl;

namespace Frankenetes.LocalAzure.Tests.AccessControl;

public sealed class ActionTests
{
    [Theory]
    [InlineData("GET", "/subscriptions/s/resourceGroups", "Microsoft.Resources/subscriptions/resourceGroups/read", "/subscriptions/s")]
    [InlineData("PUT", "/subscriptions/s/resourceGroups/g", "Microsoft.Resources/subscriptions/resourceGroups/write", "/subscriptions/s/resourceGroups/g")]
    [InlineData("GET", "/subscriptions/s/resources", "Microsoft.Resources/subscriptions/resources/read", "/subscriptions/s")]
    [InlineData("GET", "/subscriptions/s/providers/Microsoft.Storage", "Microsoft.Resources/subscriptions/providers/read", "/subscriptions/s/providers/Microsoft.Storage")]
    [InlineData("POST", "/subscriptions/s/providers/Microsoft.Storage/register", "Microsoft.Storage/register/action", "/subscriptions/s")]
    [InlineData("GET", "/subscriptions/s/providers/Microsoft.ContainerInstance/containerGroups", "Microsoft.ContainerInstance/containerGroups/read", "/subscriptions/s")]
    [InlineData("DELETE", "/subscriptions/s/resourceGroups/g/providers/N/containerGroups/x", "N/containerGroups/delete", "/subscriptions/s/resourceGroups/g/providers/N/containerGroups/x")]
    [InlineData("POST", "/subscriptions/s/resourceGroups/g/providers/N/containerGroups/x/stop", "N/containerGroups/stop/action", "/subscriptions/s/resourceGroups/g/providers/N/containerGroups/x")]
    [InlineData("GET", "/subscriptions/s/resourceGroups/g/providers/N/containerGroups/x/containers/c/logs", "N/containerGroups/containers/logs/read", "/subscriptions/s/resourceGroups/g/providers/N/containerGroups/x/containers/c")]
    [InlineData("PUT", "/subscriptions/s/resourceGroups/g/providers/N/t/x/providers/Microsoft.Authorization/roleAssignments/r", "Microsoft.Authorization/roleAssignments/write", "/subscriptions/s/resourceGroups/g/providers/N/t/x/providers/Microsoft.Authorization/roleAssignments/r")]
    public void A_request_is_what_roles_call_it(string method, string path, string action, string scope) => Assert.Equal(new ArmAction(action, scope), ArmAction.Of(method, path));

    [Theory]
    [InlineData("Contributor", "Microsoft.ContainerInstance/containerGroups/write", true)]
    [InlineData("Contributor", "microsoft.authorization/roleassignments/write", false)]
    [InlineData("Contributor", "Microsoft.Authorization/roleAssignments/read", true)]
    [InlineData("Owner", "Microsoft.Authorization/roleAssignments/write", true)]
    [InlineData("Reader", "Microsoft.Storage/storageAccounts/listKeys/action", false)]
    [InlineData("Reader", "Microsoft.Storage/storageAccounts/read", true)]
    [InlineData("Role Based Access Control Administrator", "Microsoft.Authorization/roleAssignments/delete", true)]
    [InlineData("Role Based Access Control Administrator", "Microsoft.ContainerInstance/containerGroups/delete", false)]
    public void A_role_allows_what_it_does_in_Azure(string role, string action, bool allowed) => Assert.Equal(allowed, RoleDefinitions.All.Single(r => r.Name == role).Allows(action));

    [Theory]
    [InlineData("/subscriptions/s/resourceGroups/dev", true)]
    [InlineData("/subscriptions/S/resourcegroups/DEV/providers/N/t/x", true)]
    [InlineData("/subscriptions/s/resourceGroups/dev-pods", false)]
    [InlineData("/subscriptions/s", false)]
    public void A_scope_covers_itself_and_what_is_in_it(string id, bool covered) => Assert.Equal(covered, RoleAssignment.IsAtOrBelow(id, "/subscriptions/s/resourceGroups/dev"));
}
