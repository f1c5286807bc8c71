using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Kubeconfigs;

/// <summary>Whom a kubeconfig may be for.</summary>
internal static partial class KubeconfigUser
{
    private const string Own = "system:";

    /// <summary>What is wrong with a user and groups; null: nothing.</summary>
    public static FrankenetesException? Find(string? user, string[] groups)
    {
        if (user is null)
            return groups.Length == 0 ? null : new FrankenetesException(ErrorCatalog.InvalidValue, "-Group needs -User: the administrator is of the group that may do everything.", groups[0]);
        foreach (var name in groups.Prepend(user))
        {
            if (name.StartsWith(Own, StringComparison.OrdinalIgnoreCase))
                return new FrankenetesException(ErrorCatalog.InvalidValue, $"'{name}' cannot be a user or group: what begins with '{Own}' is Kubernetes' own.", name);
            if (!Form().IsMatch(name))
                return new FrankenetesException(ErrorCatalog.InvalidValue, $"'{name}' cannot be a user or group: up to 64 letters, digits and .-_@ are, beginning with a letter or digit.", name);
        }

        return null;
    }

    // A certificate's common name and organization have 64 characters; the user's name becomes a part of the file's.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z")]
    private static partial Regex Form();
}
