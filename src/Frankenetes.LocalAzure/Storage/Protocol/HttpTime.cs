using System.Globalization;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>Times as HTTP headers carry them: whole seconds, RFC 1123.</summary>
internal static class HttpTime
{
    public static string Format(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A time without its fraction of a second, as a client gets it back.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
