namespace Frankenetes.Shell.Prompts;

/// <summary>The texts that could stand at one place, gone through in a ring.</summary>
internal interface ICompletionChoice
{
    /// <summary>Where in the line the texts begin.</summary>
    int Start { get; }

    /// <summary>The next text, or the one before.</summary>
    string Next(bool forward);
}
