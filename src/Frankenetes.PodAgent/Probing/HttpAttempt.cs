using System.Globalization;
using System.Text;

namespace Frankenetes.PodAgent.Probing;

/// <summary>GET over HTTP/1.1; 200 to 399 is success.</summary>
internal static class HttpAttempt
{
    private const int LongestStatusLine = 512;

    public static string? Run(HttpTarget target, TimeSpan limit)
    {
        using var connection = Connection.Open(target.Host, target.Port, limit);
        connection.Send(Encoding.UTF8.GetBytes(Compose(target)));
        var line = StatusLine(connection);
        if (!line.StartsWith("HTTP/", StringComparison.Ordinal) || line.Split(' ') is not [_, var text, ..] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return "the answer is no HTTP";
        return status is >= 200 and < 400 ? null : string.Create(CultureInfo.InvariantCulture, $"HTTP probe failed with statuscode: {status}");
    }

    internal static string Compose(HttpTarget target)
    {
        var path = string.IsNullOrEmpty(target.Path) ? "/" : target.Path[0] == '/' ? target.Path : "/" + target.Path;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = string.Create(CultureInfo.InvariantCulture, $"{target.Host ?? "localhost"}:{target.Port}"),
            ["User-Agent"] = "kube-probe/frankenetes",
            ["Accept"] = "*/*",
            ["Connection"] = "close",
        };
        foreach (var header in target.Headers ?? []) headers[Plain(header.Name)] = Plain(header.Value);
        return $"GET {Plain(path).Replace(" ", "%20", StringComparison.Ordinal)} HTTP/1.1\r\n{string.Concat(headers.Select(header => $"{header.Key}: {header.Value}\r\n"))}\r\n";
    }

    // A line break in a value would begin a header of its own.
    private static string Plain(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static string StatusLine(Connection connection)
    {
        Span<byte> buffer = stackalloc byte[LongestStatusLine];
        var length = 0;
        while (length < buffer.Length && buffer[..length].IndexOf((byte)'\n') < 0)
        {
            var count = connection.Receive(buffer[length..]);
            if (count == 0) break;
            length += count;
        }
        return Encoding.ASCII.GetString(buffer[..length]).Split('\n')[0].TrimEnd('\r');
    }
}
