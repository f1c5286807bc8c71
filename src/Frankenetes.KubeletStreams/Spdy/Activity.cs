namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>When something other than pings last went over a connection.</summary>
internal sealed class Activity(TimeProvider time)
{
    private long _last = time.GetTimestamp();

    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _last));

    public void Touch() => Volatile.Write(ref _last, time.GetTimestamp());
}
