namespace Frankenetes.Shell.Prompts;

/// <summary>Knows what could stand at a place of a line.</summary>
internal interface ICompletion
{
    /// <summary>What could stand there; null when nothing could.</summary>
    ICompletionChoice? At(string text, int cursor);
}
