namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>The request cannot be answered; the message is for who asked.</summary>
internal sealed class KubeletRequestException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;
}
