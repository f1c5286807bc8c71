using Frankenetes.VirtualKubelet.Pods;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Pods;

public sealed class PodPhasesTests
{
    // r running, w waiting, b waiting after a run, a number: ended with that code; init containers before the bar.
    [Theory]
    [InlineData("Always", "|r", "Running")]
    [InlineData("Always", "|w", "Pending")]
    [InlineData("Always", "|b", "Running")]
    [InlineData("Always", "|0", "Running")]
    [InlineData("Always", "|r,w", "Pending")]
    [InlineData("OnFailure", "|0,0", "Succeeded")]
    [InlineData("OnFailure", "|0,1", "Running")]
    [InlineData("Never", "|0,0", "Succeeded")]
    [InlineData("Never", "|0,1", "Failed")]
    [InlineData("Never", "|0,r", "Running")]
    [InlineData("Never", "1|w", "Failed")]
    [InlineData("Always", "1|w", "Pending")]
    [InlineData("Always", "r|w", "Pending")]
    [InlineData("Always", "0|r", "Running")]
    public void The_phase_is_worked_out_as_kubelets_do(string policy, string containers, string expected)
    {
        var parts = containers.Split('|');
        Assert.Equal(expected, PodPhases.Of(policy, Statuses(parts[0]), Statuses(parts[1])));
    }

    private static List<V1ContainerStatus> Statuses(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(state => new V1ContainerStatus
    {
        State = state switch
        {
            "r" => new V1ContainerState { Running = new() },
            "w" or "b" => new V1ContainerState { Waiting = new() },
            var code => new V1ContainerState { Terminated = new() { ExitCode = int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) } },
        },
        LastState = state == "b" ? new V1ContainerState { Terminated = new() { ExitCode = 1 } } : new V1ContainerState(),
    })];
}
