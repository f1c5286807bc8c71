using System.Text.Encodings.Web;
using System.Text.Json;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.ContainerInstances.Serialization;

/// <summary>A container group as the body of its PUT, for people and templates.</summary>
public static class ContainerGroupJson
{
    // For eyes, not for HTML: quotes and plus signs stay what they are.
    private static readonly ArmJson _indented = new(new JsonSerializerOptions(ArmJson.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Indented JSON; null members are left out. It holds every secret that the group holds.</summary>
    /// <param name="group">The group.</param>
    public static string Write(ContainerGroupData group) => JsonSerializer.Serialize(group, _indented.ContainerGroupData);

    /// <summary>How many bytes the PUT's body has.</summary>
    /// <param name="group">The group.</param>
    public static int Measure(ContainerGroupData group) => JsonSerializer.SerializeToUtf8Bytes(group, ArmJson.Default.ContainerGroupData).Length;
}
