namespace Frankenetes.PodTranslation;

/// <summary>What a registry told of an image.</summary>
/// <param name="Configuration">Null: it could not be read.</param>
/// <param name="Failure">Why it could not be read, without secrets; null when it was.</param>
public sealed record ImageAnswer(ImageConfiguration? Configuration, string? Failure);

/// <summary>What an image says of how it is run. Source: OCI image specification 1.1, <c>config</c>.</summary>
/// <param name="Entrypoint">Empty: none.</param>
/// <param name="Command">What follows the entrypoint where the pod gives no arguments; empty: nothing.</param>
/// <param name="User">A name or number, with a group behind a colon or not; empty: root.</param>
/// <param name="WorkingFolder">Empty: the root folder.</param>
public sealed record ImageConfiguration(IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Command, string User, string WorkingFolder)
{
    /// <summary>The number of the user; null: it is a name that only the image's files know.</summary>
    public long? UserNumber => User.Split(':')[0] switch
    {
        "" or "root" => 0,
        var text when long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
