namespace Frankenetes.VirtualKubelet.KubeletApi;

/// <summary>The request cannot be answered; the message is for who asked.</summary>
internal sealed class KubeletRequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
