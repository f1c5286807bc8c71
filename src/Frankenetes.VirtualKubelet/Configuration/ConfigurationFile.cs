using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Frankenetes.VirtualKubelet.Configuration;

/// <summary>Reads kubelet.json and witness.json.</summary>
internal static class ConfigurationFile
{
    /// <exception cref="ConfigurationException">It is missing, is not JSON, or lacks something.</exception>
    public static KubeletConfiguration Read(string path) => Read(path, KubeletJson.Default.KubeletConfiguration);

    /// <exception cref="ConfigurationException">It is missing, is not JSON, or lacks something.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, type) ?? throw new ConfigurationException($"{path} is empty.");
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
