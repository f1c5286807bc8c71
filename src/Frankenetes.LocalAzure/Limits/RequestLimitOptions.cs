using System.Globalization;

namespace Frankenetes.LocalAzure.Limits;

/// <summary>How many requests are taken (<c>--limits azure|off|creates=N</c>).</summary>
/// <param name="AreOn">False: as many as come.</param>
/// <param name="CreatesPerFiveMinutes">Creates of container groups, and as many deletes; three times as many in an hour. Azure grants 100 and raises that on request; ARM's own buckets it raises for nobody.</param>
internal sealed record RequestLimitOptions(bool AreOn = true, int CreatesPerFiveMinutes = 100)
{
    public static RequestLimitOptions Off { get; } = new(AreOn: false);

    public int CreatesPerHour => CreatesPerFiveMinutes * 3;

    /// <summary>Null when the text says none of the three.</summary>
    public static RequestLimitOptions? Parse(string text)
    {
        const string creates = "creates=";
        if (text == "azure")
            return new RequestLimitOptions();
        if (text == "off")
            return Off;
        return text.StartsWith(creates, StringComparison.Ordinal) && int.TryParse(text[creates.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000
            ? new RequestLimitOptions(CreatesPerFiveMinutes: number)
            : null;
    }
}
