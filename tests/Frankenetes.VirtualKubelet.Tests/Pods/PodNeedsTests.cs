using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Tests.Pods;

public sealed class PodNeedsTests
{
    [Fact]
    public void What_is_absent_is_told_once_for_however_many_keys()
    {
        var pod = TestPods.WithContainer("""
            "env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"absent","key":"a","optional":true}}},{"name":"B","valueFrom":{"configMapKeyRef":{"name":"absent","key":"b","optional":true}}}]
            """);
        Assert.Equal("OptionalConfigMapNotFound", Assert.Single(PodNeeds.Check(pod, new PodInputs())).Reason);
    }
}
