namespace Frankenetes.VirtualKubelet.Pods.Files;

/// <summary>A token, and when another is to be asked for.</summary>
/// <param name="Value">The token.</param>
/// <param name="FreshUntil">Until then an instance may begin with it: half of its life is left, and in some instances nobody renews it.</param>
/// <param name="RenewAt">From then on nobody is to have it.</param>
internal sealed record ServiceAccountToken(string Value, DateTimeOffset FreshUntil, DateTimeOffset RenewAt)
{
    // As kubelets do: at 80 % of its life, or after a day.
    private const double Share = 0.8;
    private static readonly TimeSpan _longest = TimeSpan.FromHours(24);

    public static ServiceAccountToken Of(string value, DateTimeOffset now, DateTimeOffset expires)
    {
        var life = expires - now;
        return new(value, now + Shorter(life / 2), now + Shorter(life * Share));
    }

    private static TimeSpan Shorter(TimeSpan life) => life < _longest ? life : _longest;

    /// <summary>The token is a secret.</summary>
    public override string ToString() => $"a token to be renewed at {RenewAt:O}";
}
