using System.Reflection;
using System.Text;
using Frankenetes.PodAgent.Installing;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;
using Frankenetes.PodAgent.Starting;

namespace Frankenetes.PodAgent;

/// <summary>
/// The executable's entry. Without arguments it is a session: ACI's exec can pass none. System.Console is left alone, because it puts the terminal back to echoing.
/// </summary>
internal static class Program
{
    private const string Usage = "usage: frankenetes-pod install DIR [--files MANIFEST] [--host LINE]...\n       frankenetes-pod run [--in DIR] [--copy FROM TO] [--link FROM TO] [--state DIR [--input|--input-once] [--terminal] [--message FILE] [--message-from-output]] -- PROGRAM [ARGUMENT...]\n       frankenetes-pod version\n       frankenetes-pod     (a session, over a terminal)\n";

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                new Session(new Descriptor(0), new Descriptor(1)).Run();
                return 0;
            case ["version"]:
                return Say(1, Version + "\n", 0);
            case ["install", var folder, .. var more] when Installation.Parse(more) is { } installation:
                return Install(installation, folder);
            case ["run", .. var words] when ProgramStart.Parse(words) is { } start:
                return ProgramRun.Run(start);
            default:
                return Say(2, Usage, 2);
        }
    }

    private static string Version => typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private static int Install(Installation installation, string folder)
    {
        try
        {
            installation.Run(Environment.ProcessPath!, folder);
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Say(2, $"frankenetes-pod: install in {folder} failed: {FileFailure.Reason(failure)}\n", 1);
        }
    }

    private static int Say(int descriptor, string text, int code)
    {
        new Descriptor(descriptor).Write(Encoding.UTF8.GetBytes(text));
        return code;
    }
}
