using System.Text.Json;
using Frankenetes.Clusters.Pods;

namespace Frankenetes.Clusters.Tests.Pods;

public class PodReaderTests
{
    [Theory]
    [InlineData("""{"phase":"Pending"}""", "Pending")]
    [InlineData("""{"phase":"Failed","reason":"Evicted"}""", "Evicted")]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ErrImagePull"}}}]}""", "ErrImagePull")]
    [InlineData("""{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":137,"signal":9}}}]}""", "Signal:9")]
    [InlineData("""{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]}""", "ExitCode:3")]
    [InlineData("""{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"ready":true,"state":{"running":{}}},{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}""", "Running")]
    [InlineData("""{"phase":"Running","conditions":[{"type":"Ready","status":"False"}],"containerStatuses":[{"ready":true,"state":{"running":{}}},{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}""", "NotReady")]
    [InlineData("""{"phase":"Pending","initContainerStatuses":[{"state":{"terminated":{"exitCode":0}}},{"state":{"waiting":{"reason":"PodInitializing"}}}]}""", "Init:1/2")]
    [InlineData("""{"phase":"Pending","initContainerStatuses":[{"state":{"terminated":{"exitCode":5,"reason":"Error"}}}]}""", "Init:Error")]
    public void Status_is_what_kubectl_shows(string status, string expected) => Assert.Equal(expected, Read(status).Status);

    [Fact]
    public void A_pod_that_is_being_deleted_is_Terminating_and_one_that_went_is_Deleted()
    {
        Assert.Equal("Terminating", Read("""{"phase":"Running"}""", ""","deletionTimestamp":"2026-11-23T08:00:00Z" """).Status);
        Assert.Equal("Unknown", Read("""{"phase":"Running","reason":"NodeLost"}""", ""","deletionTimestamp":"2026-11-23T08:00:00Z" """).Status);
        var gone = Read("""{"phase":"Running"}""", deleted: true);
        Assert.Equal(("Deleted", true), (gone.Status, gone.Deleted));
    }

    [Fact]
    public void The_annotated_container_is_the_default_and_else_the_first()
    {
        Assert.Equal("a", Read("{}").DefaultContainer);
        Assert.Equal("b", Read("{}", ""","annotations":{"kubectl.kubernetes.io/default-container":"b"}""").DefaultContainer);
        Assert.Equal("a", Read("{}", ""","annotations":{"kubectl.kubernetes.io/default-container":"none"}""").DefaultContainer);
    }

    [Fact]
    public void Conditions_owner_and_message_are_read()
    {
        var pod = Read(
            """{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","message":"no room"}]}""",
            ""","ownerReferences":[{"kind":"ReplicaSet","name":"web-1","controller":true}]""");
        Assert.Equal(("False", "no room", "ReplicaSet/web-1"), (pod.Conditions["podscheduled"], pod.Message, pod.Owner));
    }

    private static Contracts.FrankenetesPod Read(string status, string metadata = "", bool deleted = false)
    {
        using var json = JsonDocument.Parse($$"""
            { "metadata": { "name": "web", "namespace": "default", "uid": "u", "creationTimestamp": "2026-11-23T08:00:00Z"{{metadata}} },
              "spec": { "containers": [ { "name": "a", "image": "x" }, { "name": "b", "image": "y" } ] }, "status": {{status}} }
            """);
        return PodReader.Read(json.RootElement, "dev", DateTimeOffset.UnixEpoch, deleted);
    }
}
