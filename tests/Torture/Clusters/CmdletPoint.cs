using System.Globalization;
using System.Text.RegularExpressions;

namespace Frankenetes.Torture.Clusters;

/// <summary>A request of a cmdlet's at which its process is killed, or stopped.</summary>
/// <param name="Kind">As <see cref="KindOf"/> names it.</param>
/// <param name="Time">The how many-th of its kind, from 1.</param>
/// <param name="Executed">Once it was answered; false = before it is sent.</param>
/// <param name="Stops">SIGSTOP; false = SIGKILL.</param>
/// <param name="Poll">The kind of the first request after this one that is meant instead; null = this one. Where what it asks for was there at once, the process's end is meant.</param>
internal sealed partial record CmdletPoint(string Kind, int Time, bool Executed, bool Stops = false, string? Poll = null)
{
    public const string Variable = "FRANKENETES_TORTURE_POINT";
    public const string CutVariable = "FRANKENETES_TORTURE_CUT";
    public const string TraceVariable = "FRANKENETES_TORTURE_TRACE";

    /// <summary>The points of a cmdlet: before and after every write request, and at the first poll of everything that it then waits for.</summary>
    /// <param name="trace">Its requests, as they were written down.</param>
    public static IEnumerable<CmdletPoint> Of(IReadOnlyList<string> trace)
    {
        var requests = trace.Select(line => line.Split(" #")).Select(parts => (Kind: parts[0], Time: int.Parse(parts[1], CultureInfo.InvariantCulture))).ToList();
        var asked = requests.GroupBy(request => request.Kind).Where(kind => IsRead(kind.Key) && kind.Count() > 2).Select(kind => kind.Key).ToHashSet(StringComparer.Ordinal);
        CmdletPoint? write = null;
        foreach (var (kind, time) in requests)
        {
            if (IsWrite(kind))
            {
                write = new CmdletPoint(kind, time, Executed: false);
                yield return write;
                yield return write with { Executed = true };
            }
            else if (write is not null && asked.Contains(kind))
            {
                // How often it was asked for until then is another number each time.
                yield return write with { Poll = kind };
                write = null;
            }
        }
    }

    public static CmdletPoint Parse(string text)
    {
        var parts = text.Split('|');
        return new CmdletPoint(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), bool.Parse(parts[2]), bool.Parse(parts[3]), parts[4].Length > 0 ? parts[4] : null);
    }

    /// <summary>Method, place and what is done there, without what is another one in each cluster.</summary>
    public static string KindOf(HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        var path = Changing().Replace(Account().Replace(address.AbsolutePath, "/$1"), "*");
        var comp = Comp().Match(address.Query).Groups[1].Value;
        var lease = request.Headers.TryGetValues("x-ms-lease-action", out var actions) ? actions.First() : "";
        return $"{request.Method} {path} {comp} {lease}".TrimEnd().Replace("  ", " ", StringComparison.Ordinal);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}|{Time}|{Executed}|{Stops}|{Poll}");

    [GeneratedRegex("/fk[0-9a-z]+(rec|agt|dat)\\b")]
    private static partial Regex Account();

    [GeneratedRegex("(?<=/)[0-9]{6}\\b|[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}|[0-9a-f]{16,}")]
    private static partial Regex Changing();

    [GeneratedRegex("[?&](?:comp|restype)=([a-z]+)")]
    private static partial Regex Comp();

    private static bool IsRead(string kind) => kind.StartsWith("GET ", StringComparison.Ordinal) || kind.StartsWith("HEAD ", StringComparison.Ordinal);

    // Renewals of the lock come as time goes by; tokens and keys are asked for and change nothing.
    private static bool IsWrite(string kind) => !IsRead(kind)
        && !kind.EndsWith(" renew", StringComparison.Ordinal) && !kind.EndsWith("/token", StringComparison.Ordinal) && !kind.EndsWith("/listKeys", StringComparison.Ordinal);
}
