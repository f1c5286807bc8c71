namespace Frankenetes.KubeletStreams.WebSockets;

/// <summary>How channels share a websocket: the first byte of each message names its channel.</summary>
/// <param name="IsBase64">Messages are text: the channel as a digit, the content in base64.</param>
/// <param name="HasClose">A message of 255 and a channel's number closes that channel.</param>
internal sealed record ChannelProtocol(bool IsBase64, bool HasClose);
