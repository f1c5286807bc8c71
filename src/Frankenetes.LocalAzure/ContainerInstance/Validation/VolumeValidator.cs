using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Validation;

/// <summary>Checks a group's volumes, but for whether a share exists.</summary>
internal static class VolumeValidator
{
    public static void Check(string group, IReadOnlyList<Volume> volumes)
    {
        foreach (var volume in volumes)
            CheckOne(group, volume);
        if (volumes.GroupBy(v => v.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw ArmErrors.InvalidGroup("DuplicateVolumes", $"Duplicate volumes '{twice.Key}' are found in container group '{group}'.");
    }

    private static void CheckOne(string group, Volume volume)
    {
        if (!Names.IsResource(volume.Name))
            throw ArmErrors.InvalidGroup("InvalidVolumeName", $"The volume name '{volume.Name}' in container group '{group}' is invalid: 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or a digit.");
        if (new object?[] { volume.AzureFile, volume.EmptyDir, volume.Secret, volume.GitRepo }.Count(kind => kind is not null) != 1)
            throw ArmErrors.InvalidGroup("InvalidVolume", $"The volume '{volume.Name}' in container group '{group}' needs exactly one of azureFile, emptyDir, secret and gitRepo.");
        if (volume.AzureFile is { } file && (string.IsNullOrEmpty(file.ShareName) || string.IsNullOrEmpty(file.StorageAccountName) || string.IsNullOrEmpty(file.StorageAccountKey)))
            throw ArmErrors.InvalidGroup("InvalidAzureFileVolume", $"The volume '{volume.Name}' in container group '{group}' needs a share name, a storage account name and a storage account key.");
        if (volume.GitRepo is { } git && !IsRepository(git))
            throw ArmErrors.InvalidGroup("InvalidGitRepoVolume", $"The volume '{volume.Name}' in container group '{group}' needs a repository address that begins with https:// or http://.");
        foreach (var (name, content) in volume.Secret ?? [])
        {
            if (!Names.IsSecretFile(name))
                throw ArmErrors.InvalidGroup("InvalidSecretVolume", $"The file name '{name}' in the secret volume '{volume.Name}' is invalid.");
            if (content is null || !Convert.TryFromBase64String(content, new byte[content.Length], out _))
                throw ArmErrors.InvalidGroup("InvalidSecretVolume", $"The content of '{name}' in the secret volume '{volume.Name}' is not base64.");
        }
    }

    private static bool IsRepository(GitRepoVolume git) =>
        Uri.TryCreate(git.Repository, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && git.Revision?.StartsWith('-') != true && (git.Directory ?? ".").Split('/').All(part => part != "..") && git.Directory?.StartsWith('/') != true && git.Directory?.StartsWith('-') != true;
}
