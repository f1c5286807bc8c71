using System.Text.Json.Nodes;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods.Files;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>Tokens as a real API server grants them to a node for its own pods.</summary>
public sealed class TokenRenewalTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private const string Space = "api/v1/namespaces/default";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_ten_minute_token_is_asked_for_again_before_it_ends_and_each_is_good_and_of_the_pod()
    {
        await plane.Admin.CreateAsync($"{Space}/serviceaccounts", new V1ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = new V1ObjectMeta { Name = "default" } }, None);
        await plane.Admin.CreateAsync("api/v1/nodes", new V1Node { ApiVersion = "v1", Kind = "Node", Metadata = new V1ObjectMeta { Name = NodeUnderTrial.Name } }, None);
        var pod = NodeTrial.Pod("holder");
        pod.Spec.ServiceAccountName = "default";
        pod = await plane.Admin.CreateAsync($"{Space}/pods", pod, None);
        var (time, place) = (new FakeTimeProvider(DateTimeOffset.UtcNow), new TokenPlace(null, 600));
        using var server = plane.Client("node");
        var tokens = new PodTokens(server, time);

        var first = (await tokens.ReadAsync(pod, [place], fresh: false, None))[place];
        var renewal = tokens.NextOf(pod.Metadata.Uid)!.Value;
        // The API server has a clock of its own, which goes on.
        Assert.InRange(renewal - time.GetUtcNow(), TimeSpan.FromSeconds(470), TimeSpan.FromSeconds(590));
        time.SetUtcNow(renewal.AddSeconds(-1));
        Assert.Equal(first, (await tokens.ReadAsync(pod, [place], fresh: false, None))[place]);
        Assert.Equal(renewal, tokens.NextOf(pod.Metadata.Uid));
        time.SetUtcNow(renewal);
        var second = (await tokens.ReadAsync(pod, [place], fresh: false, None))[place];
        var next = tokens.NextOf(pod.Metadata.Uid)!.Value;
        Assert.True(next > renewal);

        // An instance that is made again begins with half of a token's life at least.
        var life = (next - renewal) / 0.8;
        time.SetUtcNow(renewal + (life * 0.49));
        await tokens.ReadAsync(pod, [place], fresh: true, None);
        time.SetUtcNow(renewal + (life * 0.51));
        await tokens.ReadAsync(pod, [place], fresh: false, None);
        Assert.Equal(next, tokens.NextOf(pod.Metadata.Uid));
        await tokens.ReadAsync(pod, [place], fresh: true, None);
        Assert.True(tokens.NextOf(pod.Metadata.Uid) > next);

        foreach (var token in new[] { first, second }) Assert.Equal("holder", await PodOfAsync(token));
    }

    // Whose the API server says that a token is; null: it takes it for none.
    private async Task<string?> PodOfAsync(string token)
    {
        var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenReview", ["spec"] = new JsonObject { ["token"] = token } };
        var answer = await plane.Admin.CreateAsync<V1TokenReview>("apis/authentication.k8s.io/v1/tokenreviews", review, None);
        return answer.Status.Authenticated == true ? answer.Status.User.Extra["authentication.kubernetes.io/pod-name"].Single() : null;
    }
}
