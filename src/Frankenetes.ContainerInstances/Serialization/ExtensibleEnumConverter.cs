using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Serialization;

/// <summary>Reads and writes an <see cref="IExtensibleEnum{TSelf}"/> as its plain string.</summary>
/// <typeparam name="T">The struct.</typeparam>
internal sealed class ExtensibleEnumConverter<T> : JsonConverter<T>
    where T : struct, IExtensibleEnum<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetString() ?? string.Empty);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
