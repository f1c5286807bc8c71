namespace Frankenetes.Shell.CommandLines;

/// <summary>What the process was started for.</summary>
internal enum StartMode
{
    /// <summary>Read lines from standard input and run each.</summary>
    Prompt,

    /// <summary>Run one script file, then end.</summary>
    File,

    /// <summary>Run one text, then end.</summary>
    Command,

    /// <summary>Say how the program is called.</summary>
    Usage,
}
