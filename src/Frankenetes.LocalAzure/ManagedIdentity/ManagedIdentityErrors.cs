namespace Frankenetes.LocalAzure.ResourceManager;

/// <content>The errors of Microsoft.ManagedIdentity.</content>
internal static partial class ArmErrors
{
    public static ArmException InvalidIdentityName(string name) => new(400, "InvalidResourceName",
        $"The identity name '{name}' is invalid: 3 to 128 letters, digits, '_' or '-', beginning with a letter or a digit.");

    public static ArmException FailedIdentityOperation(string id) => new(400, "FailedIdentityOperation",
        $"Failed to perform resource identity operation. The identity '{id}' was not found.");

    public static ArmException InvalidHostName(string name) => new(400, "InvalidResourceName", $"The name '{name}' is invalid: 1 to 50 letters, digits or '-'.");
}
