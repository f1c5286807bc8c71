namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>How many sessions the node serves at a time: each holds a connection to the API server's side and one to Azure's.</summary>
internal sealed class SessionLimit(int most)
{
    private int _open;

    /// <exception cref="KubeletRequestException">There are too many.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _open) <= most) return new Place(this);
        Interlocked.Decrement(ref _open);
        throw new KubeletRequestException(503, $"this node serves {most} sessions already");
    }

    private sealed class Place(SessionLimit limit) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) Interlocked.Decrement(ref limit._open);
        }
    }
}
