using System.Text.RegularExpressions;

namespace Frankenetes.LocalAzure.ContainerInstance.Validation;

/// <summary>What names ACI takes.</summary>
internal static partial class Names
{
    /// <summary>Groups, containers and volumes: lower-case letters, digits and hyphens, 1 to 63, beginning and ending with a letter or a digit.</summary>
    public static bool IsResource(string? name) => name is { Length: <= 63 } && Resource().IsMatch(name);

    /// <summary>DNS name labels: the same from 5 characters up, beginning with a letter.</summary>
    public static bool IsDnsLabel(string label) => label.Length is >= 5 and <= 63 && DnsLabel().IsMatch(label);

    /// <summary>Environment variables: a letter or an underscore, then those or digits.</summary>
    public static bool IsEnvironmentVariable(string? name) => name is not null && EnvironmentVariable().IsMatch(name);

    /// <summary>A file name of a secret volume: one path segment.</summary>
    public static bool IsSecretFile(string name) => name is not ("." or "..") && SecretFile().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex Resource();

    [GeneratedRegex(@"^[a-z][a-z0-9-]*[a-z0-9]\z")]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex EnvironmentVariable();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,253}\z")]
    private static partial Regex SecretFile();
}
