using System.Diagnostics;
using System.Text;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>Runs packet filter programs within a container's own network namespace.</summary>
internal sealed class NetworkNamespace(Containers containers)
{
    public const string Enter = "nsenter";
    public const string Restore = "iptables-restore";
    public const string Restore6 = "ip6tables-restore";

    /// <summary>What of it this machine lacks.</summary>
    public static IReadOnlyList<string> Missing(params string[] programs) => [.. programs.Prepend(Enter).Where(program => Executables.Find(program) is null)];

    /// <summary>Runs the program with the rules as its input.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message says why.</exception>
    public async Task RunAsync(string container, string[] program, string rules)
    {
        var process = (await containers.InspectAsync(container))?.State?.Pid ?? 0;
        var start = new ProcessStartInfo(Executables.Find(Enter) ?? throw new InvalidOperationException($"{Enter} is missing"), [.. NamespacesOf(process), .. program])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment["PATH"] = Executables.SearchPath;
        using var entered = Process.Start(start)!;
        var said = entered.StandardError.ReadToEndAsync();
        try
        {
            await entered.StandardInput.WriteAsync(rules);
            entered.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read them: its own words say why.
        }

        await entered.WaitForExitAsync();
        if (entered.ExitCode != 0)
            throw new InvalidOperationException((await said).Trim());
    }

    // Never our own namespace: that would be the machine's.
    private static string[] NamespacesOf(long process)
    {
        var (own, theirs) = ("/proc/self/ns/", $"/proc/{process}/ns/");
        if (process <= 0 || !Directory.Exists(theirs) || Target(own + "net") == Target(theirs + "net"))
            throw new InvalidOperationException("the engine's containers are not processes of this machine with network namespaces of their own");
        string[] user = Target(own + "user") == Target(theirs + "user") ? [] : [$"--user={theirs}user", "--preserve-credentials"];
        return [.. user, $"--net={theirs}net"];
    }

    private static string? Target(string link) => new FileInfo(link).LinkTarget;
}
