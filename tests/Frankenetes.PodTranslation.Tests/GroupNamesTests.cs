using System.Text.RegularExpressions;

namespace Frankenetes.PodTranslation.Tests;

public sealed class GroupNamesTests
{
    [Theory]
    [InlineData("default", "nginx", "default-nginx")]
    [InlineData("default", "web-96d5df5c8-cw8r4", "default-web-96d5df5c8-cw8r4")]
    public void A_name_that_is_legal_and_means_one_pod_is_plain(string space, string name, string expected) =>
        Assert.Equal(expected, GroupNames.Of(space, name));

    [Theory]
    [InlineData("a-b", "c")]
    [InlineData("default", "a.b")]
    [InlineData("default", "a--b")]
    [InlineData("default", "web-0123456789ab")]
    [InlineData("default", "this-is-a-very-long-name-of-a-pod-which-does-not-fit-into-sixty-three-characters")]
    public void Other_names_are_legal_too_and_end_in_a_hash(string space, string name)
    {
        var result = GroupNames.Of(space, name);
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{12}$", result);
        Assert.InRange(result.Length, 1, 63);
    }

    [Fact]
    public void No_two_pods_share_a_name()
    {
        string[] words = ["a", "b", "a-b", "b-a", "a.b", "a--b", "a-b-a", "b-a-b", "ab", "a-0123456789ab"];
        var pods = from space in words where !space.Contains('.') from name in words select (space, name);
        // Whoever knows the hash may name a pod so.
        var all = pods.Concat(pods.ToList().Select(pod => ("a", Regex.Replace(GroupNames.Of(pod.space, pod.name), "^a-", "")))).Distinct().ToList();
        Assert.Equal(all.Count, all.Select(pod => GroupNames.Of(pod.Item1, pod.Item2)).Distinct().Count());
    }
}
