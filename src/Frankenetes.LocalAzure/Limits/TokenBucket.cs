namespace Frankenetes.LocalAzure.Limits;

/// <summary>ARM's way to limit requests: a bucket of tokens that fills at a steady pace, a token a request. Not thread-safe.</summary>
internal sealed class TokenBucket(int size, int perSecond, TimeProvider time)
{
    private double _tokens = size;
    private long _filled = time.GetTimestamp();

    /// <summary>How many requests are taken at this moment.</summary>
    public int Remaining => (int)_tokens;

    /// <summary>Takes a token. Null, or how long it takes until there is one.</summary>
    public TimeSpan? Take()
    {
        _tokens = Math.Min(size, _tokens + (time.GetElapsedTime(_filled).TotalSeconds * perSecond));
        _filled = time.GetTimestamp();
        if (_tokens < 1)
            return TimeSpan.FromSeconds((1 - _tokens) / perSecond);
        _tokens--;
        return null;
    }
}
