namespace Frankenetes.Module.Pipeline;

/// <summary>What the asynchronous body of a cmdlet may say, from any thread; the pipeline thread writes it in the order it was said.</summary>
internal interface ICmdletOutput
{
    void Object(object value);

    void Error(Exception failure, object? target);

    void Warning(string text);

    void Verbose(string text);

    /// <summary>Shows or moves a progress bar; dropped rather than waited for when the pipeline is behind.</summary>
    void Progress(string activity, string status, int percent);
}
