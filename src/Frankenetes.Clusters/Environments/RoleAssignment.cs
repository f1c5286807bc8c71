using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Frankenetes.Clusters.Environments;

/// <summary>Who may do what where. Source: Microsoft.Authorization/roleAssignments 2022-04-01.</summary>
internal static class RoleAssignment
{
    /// <summary>The api-version of Microsoft.Authorization.</summary>
    public const string ApiVersion = "2022-04-01";

    /// <summary>The path of an assignment: its name comes from what it is, so that asking twice makes one.</summary>
    /// <param name="scope">Where it holds, without a slash before.</param>
    /// <param name="what">What tells it from others there.</param>
    public static string Path(string scope, string what)
    {
        var name = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));
        return $"{scope}/providers/Microsoft.Authorization/roleAssignments/{name:D}?api-version={ApiVersion}";
    }

    /// <summary>What is asked for.</summary>
    /// <param name="roleDefinitionId">The role's resource id.</param>
    /// <param name="principalId">Who is to have it.</param>
    public static JsonObject Body(string roleDefinitionId, string principalId) => new()
    {
        ["properties"] = new JsonObject { ["roleDefinitionId"] = roleDefinitionId, ["principalId"] = principalId, ["principalType"] = "ServicePrincipal" },
    };
}
