using System.Diagnostics;
using System.Text;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record Finished(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Fails after a minute.</summary>
    public static async Task<Finished> RunAsync(ProcessStartInfo start, byte[]? input)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var output = new MemoryStream();
        var (reading, error, feeding) = (process.StandardOutput.BaseStream.CopyToAsync(output, patience.Token), process.StandardError.ReadToEndAsync(patience.Token), FeedAsync(process, input));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            await Task.WhenAll(reading, error, feeding);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', start.ArgumentList)}: {Encoding.UTF8.GetString(output.ToArray())}");
        }
        return new Finished(process.ExitCode, output.ToArray(), await error);
    }

    private static async Task FeedAsync(Process process, byte[]? input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not want all of it.
        }
    }
}
