using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>
/// What the error stream says at the end: a metav1.Status for the fourth and fifth protocol, for the older ones a text where something went wrong and nothing else.
/// Source: k8s.io/kubelet/pkg/cri/streaming/remotecommand.
/// </summary>
internal static class CommandStatus
{
    public static byte[] OfExit(int exitCode, bool structured)
    {
        if (exitCode == 0) return structured ? """{"metadata":{},"status":"Success"}"""u8.ToArray() : [];
        var message = string.Create(CultureInfo.InvariantCulture, $"command terminated with non-zero exit code: {exitCode}");
        return structured ? Failure(message, "NonZeroExitCode", ("ExitCode", exitCode.ToString(CultureInfo.InvariantCulture)), null) : Encoding.UTF8.GetBytes(message);
    }

    public static byte[] OfFailure(string message, bool structured) =>
        structured ? Failure($"Internal error occurred: {message}", "InternalError", ("", message), 500) : Encoding.UTF8.GetBytes(message);

    private static byte[] Failure(string message, string reason, (string Reason, string Message) cause, int? code)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteEndObject();
            json.WriteString("status", "Failure");
            json.WriteString("message", message);
            json.WriteString("reason", reason);
            json.WriteStartObject("details");
            json.WriteStartArray("causes");
            json.WriteStartObject();
            if (cause.Reason.Length > 0) json.WriteString("reason", cause.Reason);
            json.WriteString("message", cause.Message);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            if (code is { } number) json.WriteNumber("code", number);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
