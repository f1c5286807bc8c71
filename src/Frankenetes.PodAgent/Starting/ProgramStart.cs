namespace Frankenetes.PodAgent.Starting;

/// <summary>How a container's program is to be started: what <c>frankenetes-pod run</c> is told.</summary>
internal sealed record ProgramStart
{
    /// <summary>Where it starts; null: where the image says.</summary>
    public string? Folder { get; init; }

    /// <summary>Files and folders that are to be at their places before it starts.</summary>
    public IReadOnlyList<Placement> Placements { get; init; } = [];

    /// <summary>Where its parent keeps what outlives a run; null: it gets no parent, it takes this process's place.</summary>
    public string? State { get; init; }

    /// <summary>Whether it has input: what attached clients send.</summary>
    public bool Input { get; init; }

    /// <summary>The end of the first attached client's input is the end of all input.</summary>
    public bool InputOnce { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>The file in which it leaves its last message; null: nobody asks.</summary>
    public string? Message { get; init; }

    /// <summary>Where it fails and left none, the end of its output is the message.</summary>
    public bool MessageFromOutput { get; init; }

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Null: this is no way to say it.</summary>
    public static ProgramStart? Parse(string[] words) => new ProgramStart().And(words);

    private ProgramStart? And(string[] words) => words switch
    {
        ["--", _, ..] => this with { Command = words[1..] },
        ["--in", var folder, .. var rest] => (this with { Folder = folder }).And(rest),
        ["--copy" or "--link", var from, var to, .. var rest] => (this with { Placements = [.. Placements, new Placement(from, to, words[0] == "--link")] }).And(rest),
        ["--state", var folder, .. var rest] => (this with { State = folder }).And(rest),
        ["--message", var path, .. var rest] => (this with { Message = path }).And(rest),
        ["--message-from-output", .. var rest] => (this with { MessageFromOutput = true }).And(rest),
        ["--input" or "--input-once", .. var rest] => (this with { Input = true, InputOnce = words[0] == "--input-once" }).And(rest),
        ["--terminal", .. var rest] => (this with { Terminal = true }).And(rest),
        _ => null,
    };
}
