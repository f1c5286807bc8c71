using System.Diagnostics;
using System.Text;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests.Starting;

/// <summary>A folder of a test's own, and <c>frankenetes-pod run</c> in it.</summary>
public abstract class ProgramTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-run-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Place(string path) => Path.Combine(_folder, path);

    protected static (int Code, string Output, string Error) Run(params string[] words) => End(Start(words));

    protected static (int Code, string Output, string Error) End(Process program)
    {
        using (program)
        {
            var error = program.StandardError.ReadToEndAsync();
            var output = program.StandardOutput.ReadToEnd();
            program.WaitForExit();
            return (program.ExitCode, output, error.Result);
        }
    }

    protected static Process Start(params string[] words) => Launch(PodAgentProgram.Path, ["run", .. words]);

    protected static Process Launch(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ADDRESS"] = "a={frankenetes.io/pod-ip}";
        return Process.Start(start)!;
    }

    private protected static string Next(TestSession session)
    {
        while (true)
        {
            if (session.Next() is { Kind: FrameKind.Output } frame) return Encoding.UTF8.GetString(frame.Payload);
        }
    }
}
