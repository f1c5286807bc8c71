using System.Globalization;

namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>
/// Tells which lines of a log are new. ACI gives the whole log each time, so each answer is compared with the last line that was passed on: by its time, and by how many lines
/// of that very time were passed on.
/// </summary>
internal sealed class LogLines
{
    private string _last = "";
    private int _sameTime;

    /// <summary>The lines of <paramref name="content"/> that were not given before, each with its time in front.</summary>
    public IEnumerable<string> New(string content)
    {
        var seen = 0;
        foreach (var line in Split(content).Where(line => line.Length > 0))
        {
            var time = TimeOf(line);
            var order = string.CompareOrdinal(time, _last);
            if (order < 0) continue;
            if (order == 0)
            {
                // Lines of one instant come in one order.
                if (seen++ < _sameTime) continue;
                _sameTime++;
            }
            else
            {
                (_last, _sameTime, seen) = (time, 1, 1);
            }
            yield return line;
        }
    }

    /// <summary>The lines as they are; the last one may lack its end.</summary>
    public static IEnumerable<string> Split(string content) => content.Length == 0 ? [] : (content.EndsWith('\n') ? content[..^1] : content).Split('\n');

    /// <summary>The line without its time.</summary>
    public static string TextOf(string line) => line.IndexOf(' ') is var space and >= 0 ? line[(space + 1)..] : "";

    /// <summary>When the line was written; the beginning of time where it does not say.</summary>
    public static DateTimeOffset MomentOf(string line)
    {
        var text = line.IndexOf(' ') is var space and > 0 ? line[..space] : line;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : DateTimeOffset.MinValue;
    }

    // Times of one log are compared as text; fractions have trailing zeros cut off, so they are made equally long.
    private static string TimeOf(string line)
    {
        var time = line.IndexOf(' ') is var space and > 0 ? line[..space] : line;
        var dot = time.IndexOf('.');
        var end = time.EndsWith('Z') ? time.Length - 1 : time.Length;
        return dot < 0 ? time[..end] + ".000000000" : time[..end].PadRight(dot + 10, '0');
    }
}
