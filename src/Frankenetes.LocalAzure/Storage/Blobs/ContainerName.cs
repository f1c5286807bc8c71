namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>Names of containers (learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata).</summary>
internal static class ContainerName
{
    /// <summary>True for what Azure allows, its few special containers included.</summary>
    public static bool IsValid(string name) => name is "$root" or "$web" or "$logs" || Files.ShareName.IsValid(name);
}
