using System.Text;
using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests.Sessions;

public sealed class FrameTests
{
    [Fact]
    public void What_was_written_is_read_again()
    {
        var (read, write) = Descriptor.Pipe();
        var payload = new byte[] { 0, 10, 13, 255 };
        new FrameWriter(write).Write(17, FrameKind.Output, payload);
        var frame = new FrameReader(read).Next(TimeSpan.FromMinutes(1));
        Assert.Equal((17, FrameKind.Output), (frame!.Value.Channel, frame.Value.Kind));
        Assert.Equal(payload, frame.Value.Payload);
    }

    [Theory]
    [InlineData("")]
    [InlineData("i")]
    [InlineData("1")]
    [InlineData("-1iAAAA")]
    [InlineData("1iAAA")]
    [InlineData("1iAA=A")]
    [InlineData("1i\u00e4\u00e4")]
    [InlineData("99999999999iAAAA")]
    public void What_is_no_frame_is_refused(string line) => Assert.Null(FrameReader.Parse(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_payload_that_is_too_long_is_refused() => Assert.Null(FrameReader.Parse(Encoding.UTF8.GetBytes("1i" + Convert.ToBase64String(new byte[Frame.MaximumPayload + 3]))));

    [Fact]
    public void A_line_without_end_is_given_up()
    {
        var (read, write) = Descriptor.Pipe();
        write.Write(Encoding.ASCII.GetBytes(new string('1', 40_000)));
        Assert.Null(new FrameReader(read).Next(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_frame_that_comes_in_pieces_is_whole()
    {
        var (read, write) = Descriptor.Pipe();
        var reader = new FrameReader(read);
        var writing = new Thread(() => { foreach (var letter in "3iYWJj\n4e\n") { write.Write([(byte)letter]); Thread.Yield(); } });
        writing.Start();
        Assert.Equal("abc", Encoding.UTF8.GetString(reader.Next(TimeSpan.FromMinutes(1))!.Value.Payload));
        Assert.Equal(FrameKind.End, reader.Next(TimeSpan.FromMinutes(1))!.Value.Kind);
        writing.Join();
    }
}
