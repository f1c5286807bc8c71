using System.Text;
using Frankenetes.Shell.CommandLines;
using Frankenetes.Shell.Hosting;
using Frankenetes.Shell.Prompts;
using Frankenetes.Shell.Sessions;

namespace Frankenetes.Shell;

internal static class Program
{
    private const int BadUsage = 64;

    private static int Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        StartOptions options;
        try
        {
            options = StartOptions.Parse(args);
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return BadUsage;
        }

        if (options.Mode == StartMode.Usage)
        {
            Console.Out.WriteLine(StartOptions.Usage);
            return 0;
        }

        return Run(options);
    }

    private static int Run(StartOptions options)
    {
        using var session = ShellSession.Open(Terminal.OfProcess(options.NonInteractive));
        using var signals = Signals.StopThe(session, atPrompt: options.Mode == StartMode.Prompt || options.StaysOpen);
        var code = options.Mode switch
        {
            StartMode.File => ScriptRun.File(session, options.ScriptPath!, options.Arguments),
            StartMode.Command => ScriptRun.Text(session, options.CommandText!),
            _ => new PromptLoop(session).Run(),
        };
        if (options.StaysOpen && session.Host.RequestedExitCode is null)
            code = new PromptLoop(session).Run();
        return signals.ExitCode ?? code;
    }
}
