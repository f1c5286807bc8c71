namespace Frankenetes.PodAgent.Sessions;

/// <summary>One line of a session: <c>{channel}{kind}{base64}\n</c>.</summary>
/// <param name="Channel">The request it belongs to; 0: the session itself.</param>
/// <param name="Kind">One of <see cref="FrameKind"/>.</param>
/// <param name="Payload">At most <see cref="MaximumPayload"/> bytes.</param>
internal readonly record struct Frame(int Channel, char Kind, byte[] Payload)
{
    public const int MaximumPayload = 12 * 1024;
}
