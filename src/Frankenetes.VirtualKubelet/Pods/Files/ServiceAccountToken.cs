namespace Frankenetes.VirtualKubelet.Pods.Files;

/// <summary>A token, and when another is to be asked for.</summary>
internal sealed record ServiceAccountToken(string Value, DateTimeOffset RenewAt)
{
    // As kubelets do: at 80 % of its life, or after a day.
    private const double Share = 0.8;
    private static readonly TimeSpan _longest = TimeSpan.FromHours(24);

    public static ServiceAccountToken Of(string value, DateTimeOffset now, DateTimeOffset expires)
    {
        var life = (expires - now) * Share;
        return new(value, now + (life < _longest ? life : _longest));
    }

    /// <summary>The token is a secret.</summary>
    public override string ToString() => $"a token to be renewed at {RenewAt:O}";
}
