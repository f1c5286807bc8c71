using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Starting;

/// <summary>The container's first process: prepares what ACI cannot, then becomes the program or its parent.</summary>
internal static class ProgramRun
{
    // What container runtimes answer for a container that could not be started.
    private const int NotPrepared = 128;

    /// <summary>The exit code; it returns only where the program has a parent, or did not start.</summary>
    public static int Run(ProgramStart start)
    {
        try
        {
            foreach (var placement in start.Placements) placement.Do();
            if (start.Folder is { } folder) Enter(folder);
            var command = start.Command.Select(PodAddress.Fill).ToList();
            if (start.State is { } state) return new ProgramParent(start with { Command = command }, state).Run();
            throw ChildProcess.Become(command);
        }
        catch (SystemCallException failure)
        {
            return Fail(start, failure.Message, failure.ExitCode);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(start, FileFailure.Reason(failure), NotPrepared);
        }
    }

    // Runtimes make a folder that the image does not have.
    private static void Enter(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Environment.CurrentDirectory = folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"workingDir {folder} cannot be entered: {FileFailure.Reason(failure)}", failure);
        }
    }

    private static int Fail(ProgramStart start, string reason, int code)
    {
        new Descriptor(2).Write(System.Text.Encoding.UTF8.GetBytes($"frankenetes-pod: {reason}\n"));
        // Where nobody asked for the program's messages, this one is welcome all the same.
        LastMessage.Tell(reason);
        return code;
    }
}
