using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Pods;

public class NewPodRequestTests
{
    private static readonly NewPodRequest Web = new() { Key = new PodKey("default", "web.one"), Image = "nginx" };

    [Fact]
    public void A_pod_has_one_container_and_kubectl_s_label() => Assert.Equal(
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web.one","namespace":"default","labels":{"run":"web.one"},"annotations":null},"spec":{"restartPolicy":"Always","containers":[{"name":"web-one","image":"nginx"}]}}""",
        Web.ToManifest().ToJsonString());

    [Fact]
    public void What_is_asked_for_is_in_the_container()
    {
        var pod = Web with { Ports = ["80", "53/udp"], Command = ["sh", "-c", "x"], Arguments = ["y"], Environment = [KeyValuePair.Create("A", "1")], Cpu = "0.5", Memory = "512Mi" };
        Assert.Equal(
            """{"name":"web-one","image":"nginx","command":["sh","-c","x"],"args":["y"],"ports":[{"containerPort":80,"protocol":"TCP"},{"containerPort":53,"protocol":"UDP"}],"env":[{"name":"A","value":"1"}],"resources":{"requests":{"cpu":"0.5","memory":"512Mi"},"limits":{"cpu":"0.5","memory":"512Mi"}}}""",
            pod.ToManifest()["spec"]!["containers"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("80/sctp")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("")]
    public void What_is_no_port_is_refused(string port) => Assert.Equal("InvalidValue", Assert.Throws<FrankenetesException>(() => (Web with { Ports = [port] }).ToManifest()).ErrorId);

    [Theory]
    [InlineData("lots")]
    [InlineData("-1")]
    [InlineData("1 Gi")]
    [InlineData("1GB")]
    [InlineData("")]
    public void What_is_no_quantity_is_refused(string text) => Assert.Equal("InvalidValue", Assert.Throws<FrankenetesException>(() => (Web with { Cpu = text }).ToManifest()).ErrorId);

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a?b=c")]
    [InlineData("-a")]
    [InlineData("")]
    [InlineData("a\n")]
    public void What_can_be_no_name_never_becomes_part_of_an_address(string name) =>
        Assert.Equal("InvalidValue", Assert.Throws<FrankenetesException>(() => PodKey.Parse("default", name)).ErrorId);

    [Fact]
    public void Names_are_lower_case_whatever_was_typed() => Assert.Equal("default/web", PodKey.Parse("Default", "WEB").ToString());
}
