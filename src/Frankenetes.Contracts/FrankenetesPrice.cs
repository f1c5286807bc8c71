namespace Frankenetes.Contracts;

/// <summary>One price that was applied.</summary>
public sealed class FrankenetesPrice
{
    /// <summary>The meter's name on Azure's invoices, such as <c>Standard vCPU Duration</c>.</summary>
    public required string Meter { get; init; }

    /// <summary>What one of <see cref="Price"/> buys: <c>vCPU second</c>, <c>GB second</c>, <c>GPU second</c>, <c>GB month</c>, <c>transaction</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The list price of one unit, without discounts and taxes.</summary>
    public required decimal Price { get; init; }

    /// <summary>ISO 4217, such as <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>The Azure region that the price is of.</summary>
    public required string Region { get; init; }

    /// <summary>The day on which Azure told it; null when nobody knows.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>One line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Meter}: {Price:0.##########} {Currency} per {Unit} ({Region}, {(Date is { } date ? $"{date:yyyy-MM-dd}" : "undated")})");
}
