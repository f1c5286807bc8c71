using System.Globalization;
using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>What a container gets that asks for none, as Kubernetes quantities.</summary>
/// <param name="Cpu">Null: its share of the smallest container group.</param>
/// <param name="Memory">Null: its share of the smallest container group.</param>
internal sealed partial record PodDefaults(string? Cpu, string? Memory)
{
    // The largest container group that Azure documents.
    private const decimal MostCores = 31;
    private const decimal MostBytes = 240_000_000_000;

    /// <summary>Null where both are.</summary>
    /// <exception cref="FrankenetesException">InvalidValue.</exception>
    public static PodDefaults? Parse(string? cpu, string? memory)
    {
        if (cpu is not null && !(Read(Cores(), cpu) is > 0 and <= MostCores))
            throw new FrankenetesException(ErrorCatalog.InvalidValue, $"-DefaultCpu '{cpu}' is no amount that a container can have: such as 500m or 2, up to {MostCores}.", cpu);
        if (memory is not null && !(Read(Bytes(), memory) is > 0 and <= MostBytes))
            throw new FrankenetesException(ErrorCatalog.InvalidValue, $"-DefaultMemory '{memory}' is no amount that a container can have: such as 512Mi or 2Gi, up to 240G.", memory);
        return cpu is null && memory is null ? null : new PodDefaults(cpu, memory);
    }

    private static decimal? Read(Regex form, string text)
    {
        if (form.Match(text) is not { Success: true } match || !decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        return number * match.Groups[2].Value switch
        {
            "m" => 0.001m, "k" => 1e3m, "M" => 1e6m, "G" => 1e9m, "Ki" => 1024m, "Mi" => 1024m * 1024, "Gi" => 1024m * 1024 * 1024, _ => 1m,
        };
    }

    [GeneratedRegex(@"^([0-9]{1,9}(?:\.[0-9]{1,9})?)(m?)\z")]
    private static partial Regex Cores();

    [GeneratedRegex(@"^([0-9]{1,15}(?:\.[0-9]{1,9})?)(|k|M|G|Ki|Mi|Gi)\z")]
    private static partial Regex Bytes();
}
