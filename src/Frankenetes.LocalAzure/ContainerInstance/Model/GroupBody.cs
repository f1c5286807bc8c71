using System.Text.Json;

namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>The body of a PUT or PATCH. Unknown members are borne here, as ARM bears them, and refused inside <c>properties</c>.</summary>
internal sealed record GroupBody(string? Location, Dictionary<string, string>? Tags, List<string>? Zones, Identity? Identity, JsonElement? Properties);
