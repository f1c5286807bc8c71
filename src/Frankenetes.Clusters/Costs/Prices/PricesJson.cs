using System.Text.Json.Serialization;

namespace Frankenetes.Clusters.Costs.Prices;

/// <summary>How prices are read: the API mixes both cases of letters.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(PricePage))]
internal sealed partial class PricesJson : JsonSerializerContext;
