using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Frankenetes.PodTranslation;

/// <summary>
/// The container group's name of a pod: <c>{namespace}-{pod}</c> where that is legal for ACI (1 to 63 lower-case letters, digits and single hyphens) and
/// can mean one pod only, else the same, shortened, with a hash of both names behind. Plain names never look like hashed ones, so no two pods share a name.
/// </summary>
internal static partial class GroupNames
{
    private const int Longest = 63;
    private const int HashLength = 12;

    public static string Of(string podNamespace, string podName)
    {
        var plain = $"{podNamespace}-{podName}";
        // The first hyphen must be the one between the two, or a-b/c and a/b-c would meet.
        var plainMeansOne = !podNamespace.Contains('-') && !Hashed().IsMatch(plain);
        return plainMeansOne && Legal().IsMatch(plain) && plain.Length <= Longest ? plain : WithHash(podNamespace, podName);
    }

    private static string WithHash(string podNamespace, string podName)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{podNamespace}/{podName}")))[..HashLength].ToLowerInvariant();
        var readable = Illegal().Replace($"{podNamespace}-{podName}".ToLowerInvariant(), "-");
        var room = Longest - HashLength - 1;
        return $"{readable[..Math.Min(readable.Length, room)].Trim('-')}-{hash}";
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Legal();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Illegal();

    [GeneratedRegex("-[0-9a-f]{12}$")]
    private static partial Regex Hashed();
}
