namespace Frankenetes.PodAgent.Probing;

/// <summary>A connection that is taken is success.</summary>
internal static class TcpAttempt
{
    public static string? Run(TcpTarget target, TimeSpan limit)
    {
        using var connection = Connection.Open(target.Host, target.Port, limit);
        return null;
    }
}
