using System.Text.Json;
using Frankenetes.Clusters.Lifecycle;

namespace Frankenetes.Clusters.Tests.Lifecycle;

public class IdleCheckTests
{
    [Fact]
    public void Pods_that_have_ended_or_are_marked_do_not_keep_a_cluster_awake() =>
        Assert.Null(IdleCheck.Running(Pods(("over", "Succeeded", null), ("broken", "Failed", "false"), ("monitor", "Running", "true"))));

    [Fact]
    public void Pods_that_run_or_are_to_run_do_and_the_first_are_named()
    {
        Assert.Equal("1 pod runs: n/web", IdleCheck.Running(Pods(("web", "Running", "false"))));
        Assert.Equal("4 pods run: n/a, n/b, n/c, …", IdleCheck.Running(Pods(("b", "Pending", null), ("a", "Running", null), ("d", "Running", null), ("c", "Unknown", null))));
    }

    private static JsonElement Pods(params (string Name, string Phase, string? Mark)[] pods) => JsonSerializer.SerializeToElement(new
    {
        items = pods.Select(pod => new
        {
            metadata = new { @namespace = "n", name = pod.Name, annotations = pod.Mark is null ? [] : new Dictionary<string, string> { ["frankenetes.io/ignored-when-idle"] = pod.Mark } },
            status = new { phase = pod.Phase },
        }),
    });
}
