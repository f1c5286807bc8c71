using Frankenetes.ContainerInstances.Models;
using Frankenetes.VirtualKubelet.Providers.Aci;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

public sealed class EventReadinessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 10, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2, null, false)]
    [InlineData(5, null, true)]
    [InlineData(60, 1.0, false)]
    [InlineData(60, 20.0, true)]
    public void A_probed_container_is_ready_once_no_failure_is_told_any_more(int startedAgo, double? failedAgo, bool ready)
    {
        var view = new ContainerInstanceView
        {
            CurrentState = new ContainerState { State = "Running", StartOn = Now.AddSeconds(-startedAgo) },
            Events = failedAgo is { } ago ? [new ContainerEvent { Name = "Unhealthy", Message = "Readiness probe failed: x", LastTimestamp = Now.AddSeconds(-ago) }] : [],
        };
        Assert.Equal(ready, EventReadiness.Of(new ContainerProbe { PeriodInSeconds = 10, TimeoutInSeconds = 1, InitialDelayInSeconds = 1 }, view, Now));
    }

    [Fact]
    public void Nothing_is_known_where_ACI_was_told_no_probe() => Assert.Null(EventReadiness.Of(null, null, Now));
}
