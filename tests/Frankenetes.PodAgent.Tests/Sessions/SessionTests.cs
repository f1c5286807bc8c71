using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Tests.Sessions;

public sealed class SessionTests
{
    [Fact]
    public void A_heartbeat_is_answered()
    {
        using var session = new TestSession();
        session.Send(0, FrameKind.Heartbeat);
        var frame = session.Next();
        Assert.Equal((0, FrameKind.Heartbeat), (frame.Channel, frame.Kind));
    }

    [Fact]
    public void A_request_that_is_not_known_is_answered_and_the_session_goes_on()
    {
        using var session = new TestSession();
        Assert.NotNull(session.Run(new { dance = new { } }).Result.Error);
        session.Send(1, FrameKind.Open, "no json");
        Assert.NotNull(session.Finish(1).Result.Error);
        Assert.Equal(0, session.Run(new { exec = new { command = new[] { "true" } } }).Result.Code);
    }

    [Fact]
    public void What_is_no_frame_ends_the_session()
    {
        using var session = new TestSession();
        session.Send(1, 'i', "x");
        session.SendRaw("what?\n");
        Assert.Equal(0, session.WaitForEnd());
    }

    [Fact]
    public void More_than_was_granted_gives_the_request_up()
    {
        using var session = new TestSession();
        session.Open(1, new { exec = new { command = new[] { "sleep", "1000" }, input = true } });
        foreach (var part in new byte[2 * Channel.InitialCredit].Chunk(Frame.MaximumPayload)) session.Send(1, FrameKind.Input, part);
        Assert.InRange(session.Finish(1).Result.Code, 129, 255);
    }

    [Fact]
    public void Many_requests_run_side_by_side()
    {
        using var session = new TestSession();
        for (var channel = 1; channel <= 20; channel++) session.Open(channel, new { exec = new { command = new[] { "sh", "-c", $"sleep 0.2; exit {channel}" } } });
        var codes = new Dictionary<int, int>();
        while (codes.Count < 20)
        {
            var frame = session.Next();
            codes[frame.Channel] = System.Text.Json.JsonSerializer.Deserialize(frame.Payload, PodAgentJson.Default.Result)!.Code;
        }
        Assert.All(codes, pair => Assert.Equal(pair.Key, pair.Value));
    }
}
