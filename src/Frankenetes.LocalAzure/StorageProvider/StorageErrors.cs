namespace Frankenetes.LocalAzure.ResourceManager;

/// <content>The errors of Microsoft.Storage.</content>
internal static partial class ArmErrors
{
    public static ArmException StorageAccountTaken(string name) => new(409, "StorageAccountAlreadyTaken", $"The storage account named {name} is already taken.");

    public static ArmException StorageAccountExists(string name, string location) => new(409, "StorageAccountAlreadyExists",
        $"The storage account named {name} already exists in location '{location}'. Its location and kind cannot change.");

    public static ArmException InvalidStorageAccountName(string name) => new(400, "AccountNameInvalid",
        $"{name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.");

    public static ArmException InvalidStorageRequest(string message) => new(400, "InvalidRequestPropertyValue", message);
}
