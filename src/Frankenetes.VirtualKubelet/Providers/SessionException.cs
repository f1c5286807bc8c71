namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>A session could not be had or broke off; the message is shown to the user as it is and says what and why, without secrets.</summary>
public sealed class SessionException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public SessionException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with what caused it.</summary>
    public SessionException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
