namespace Frankenetes.PodAgent.Commands;

/// <summary>A command to run beside the container's own process, as its user.</summary>
internal sealed record CommandRequest
{
    /// <summary>Program and arguments; a program without a slash is looked for in PATH.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables besides the container's own; these win.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Where it starts; null: where the container's own processes do.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether input follows; otherwise it reads an end at once.</summary>
    public bool Input { get; init; }

    /// <summary>The terminal's width at first; 0: 80.</summary>
    public ushort Columns { get; init; }

    /// <summary>The terminal's height at first; 0: 24.</summary>
    public ushort Rows { get; init; }
}
