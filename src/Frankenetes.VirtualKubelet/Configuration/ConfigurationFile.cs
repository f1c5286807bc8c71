using System.Text.Json;

namespace Frankenetes.VirtualKubelet.Configuration;

/// <summary>Reads kubelet.json.</summary>
internal static class ConfigurationFile
{
    /// <exception cref="ConfigurationException">It is missing, is not JSON, or lacks something.</exception>
    public static KubeletConfiguration Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var configuration = JsonSerializer.Deserialize(file, KubeletJson.Default.KubeletConfiguration);
            return configuration ?? throw new ConfigurationException($"{path} is empty.");
        }
        catch (JsonException wrong)
        {
            // The message names the member and the line, never a value.
            throw new ConfigurationException($"{path}: {wrong.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {unreadable.Message}");
        }
    }
}
