using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Frankenetes.Module.Pipeline;

/// <summary>Takes durations as people write them: <c>30s</c>, <c>2m</c>, <c>1h30m</c>, <c>1d</c>, a TimeSpan, or a number of seconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>A TimeSpan; what is none stays as it is, so that PowerShell's own conversion has its turn.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        // On the command line 30s is a short and 2d a decimal to PowerShell; the conversion to text gives back what was typed.
        if (value is ValueType and not TimeSpan && LanguagePrimitives.TryConvertTo<double>(value, out _))
            return Parse(LanguagePrimitives.ConvertTo<string>(inputData)) ?? throw new ArgumentTransformationMetadataException($"'{value}' is no duration.");
        return value is string text ? Parse(text.Trim()) ?? value : value;
    }

    private static TimeSpan? Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return Seconds(seconds);
        var match = Form().Match(text);
        if (text.Length == 0 || !match.Success)
            return null;
        var units = new[] { ("d", 86400.0), ("h", 3600.0), ("m", 60.0), ("s", 1.0), ("ms", 0.001) };
        return Seconds(units.Sum(unit => match.Groups[unit.Item1] is { Success: true } found ? double.Parse(found.Value, CultureInfo.InvariantCulture) * unit.Item2 : 0));
    }

    private static TimeSpan Seconds(double seconds) => seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentTransformationMetadataException("A duration cannot be negative, or longer than some ten million days.");

    [GeneratedRegex("^(?:(?<d>[0-9]{1,9}(?:\\.[0-9]+)?)d)?(?:(?<h>[0-9]{1,9}(?:\\.[0-9]+)?)h)?(?:(?<m>[0-9]{1,9}(?:\\.[0-9]+)?)m)?(?:(?<s>[0-9]{1,9}(?:\\.[0-9]+)?)s)?(?:(?<ms>[0-9]{1,9})ms)?\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
