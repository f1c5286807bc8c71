using System.Net.Sockets;
using System.Text;

namespace Frankenetes.LocalAzure.Tests.Storage;

/// <summary>Sends a request exactly as written: clients tidy paths up before they send them.</summary>
internal static class RawHttp
{
    public static async Task<(int Status, string Body)> SendAsync(Uri endpoint, string method, string target, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endpoint.Host, endpoint.Port);
        await using var stream = client.GetStream();
        var lines = new[] { $"{method} {target} HTTP/1.1", $"Host: {endpoint.Authority}", "Connection: close" }.Concat(headers);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}
