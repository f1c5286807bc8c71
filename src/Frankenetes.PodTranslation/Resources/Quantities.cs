using k8s.Models;

namespace Frankenetes.PodTranslation.Resources;

/// <summary>Kubernetes quantities as numbers, with none thrown out of a loop for being absurd.</summary>
internal static class Quantities
{
    /// <summary>Null: not there. False: it is no number that can be meant.</summary>
    public static bool TryRead(IDictionary<string, ResourceQuantity>? quantities, string resource, out decimal? amount)
    {
        amount = null;
        if (quantities is null || !quantities.TryGetValue(resource, out var quantity) || quantity is null) return true;
        try
        {
            amount = quantity.ToDecimal();
            return amount >= 0;
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or ArgumentException or KeyNotFoundException or DivideByZeroException)
        {
            return false;
        }
    }

    /// <summary>What was written, for messages.</summary>
    public static string Text(IDictionary<string, ResourceQuantity>? quantities, string resource) =>
        quantities is not null && quantities.TryGetValue(resource, out var quantity) ? quantity?.ToString() ?? "" : "";
}
