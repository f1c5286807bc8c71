using System.Text;
using System.Text.Json;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Tests;

public sealed class LiveFilesTests
{
    private static readonly TranslationSettings _settings = TestPods.WithAgent;

    [Fact]
    public void Files_come_in_a_manifest_for_the_init_container_with_their_modes_and_folders()
    {
        var group = Translate(Pod("{\"name\":\"c\",\"mountPath\":\"/c\"}", """{"name":"c","configMap":{"name":"conf","defaultMode":256,"items":[{"key":"color","path":"a/b/color"},{"key":"file.txt","path":"plain","mode":420}]}}"""));
        var manifest = Manifest(group).GetProperty("volumes")[0];
        Assert.Equal("/.frankenetes-files/c", manifest.GetProperty("path").GetString());
        Assert.Equal(
            ["a/b/color=blue 256", "plain=text 420"],
            manifest.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("path").GetString()}={Encoding.UTF8.GetString(file.GetProperty("content").GetBytesFromBase64())} {file.GetProperty("mode").GetInt32()}"));
        Assert.NotNull(group.Volumes!.Single(volume => volume.Name == "volume-c").EmptyDir);
    }

    [Fact]
    public void Programs_see_the_files_read_only_and_the_pod_agent_writes_them_at_a_path_of_its_own()
    {
        var group = Translate(Pod("{\"name\":\"c\",\"mountPath\":\"/c\"}", Conf));
        Assert.Equal(["/c True", "/.frankenetes True", "/.frankenetes-files/c "], group.Containers[0].VolumeMounts!.Select(mount => $"{mount.MountPath} {mount.IsReadOnly}"));
        var install = group.InitContainers![0];
        Assert.Equal(["/share/frankenetes-pod", "install", "/.frankenetes", "--files", "/manifest/files.json"], install.Command!);
        Assert.Contains(install.VolumeMounts!, mount => mount is { Name: "volume-c", MountPath: "/.frankenetes-files/c", IsReadOnly: null });
        Assert.DoesNotContain(group.Containers[0].VolumeMounts!, mount => mount.Name == "frankenetes-files");
    }

    [Fact]
    public void A_container_that_does_not_mount_a_volume_does_not_get_its_files()
    {
        var pod = TestPods.Pod($$"""
            "containers":[{"name":"a","image":"i","volumeMounts":[{"name":"c","mountPath":"/c"}]},{"name":"b","image":"i"}],"volumes":[{{Conf}}]
            """);
        Assert.Equal(["/.frankenetes"], Translate(pod).Containers[1].VolumeMounts!.Select(mount => mount.MountPath));
        Assert.Equal(["a"], Assert.Single(new PodTranslator(_settings).LiveFiles(pod, TestPods.Inputs())).Containers);
    }

    [Fact]
    public void A_mount_within_files_finds_a_folder_that_can_be_made()
    {
        var pod = Pod("{\"name\":\"c\",\"mountPath\":\"/c\"},{\"name\":\"empty\",\"mountPath\":\"/c/sub\"}", Conf + ",{\"name\":\"empty\",\"emptyDir\":{}}");
        Assert.Null(Translate(pod).Containers[0].VolumeMounts!.Single(mount => mount.MountPath == "/c").IsReadOnly);
    }

    [Theory]
    [InlineData("{\"name\":\"c\",\"mountPath\":\"/c\",\"subPath\":\"a\"}", true)]
    [InlineData("{\"name\":\"c\",\"mountPath\":\"/c\"}", false)]
    public void What_stays_as_it_is_when_the_pod_starts_is_said(string mount, bool agent)
    {
        var translator = new PodTranslator(agent ? _settings : TestPods.Settings);
        var pod = Pod(mount, """{"name":"c","configMap":{"name":"conf"}}""");
        pod.Spec.Containers[0].Command = ["a"];
        Assert.Equal("spec.volumes[c]", Assert.Single(translator.Translate(pod, TestPods.Inputs()).Notes, note => note.Kind == NoteKind.Fixed).Field);
        // What is copied when a container starts is there in its present form when the container starts again.
        Assert.Equal(agent, translator.HasLiveFiles(pod));
    }

    [Fact]
    public void Nothing_is_said_of_files_that_are_kept_fresh()
    {
        var pod = Pod("{\"name\":\"c\",\"mountPath\":\"/c\"}", Conf);
        Assert.DoesNotContain(new PodTranslator(_settings).Translate(pod, TestPods.Inputs()).Notes, note => note.Kind == NoteKind.Fixed);
        Assert.True(new PodTranslator(_settings).HasLiveFiles(pod));
    }

    [Fact]
    public void Files_of_labels_follow_the_pod()
    {
        var pod = Pod("{\"name\":\"d\",\"mountPath\":\"/d\"}", """{"name":"d","downwardAPI":{"items":[{"path":"app","fieldRef":{"fieldPath":"metadata.labels['app']"}}]}}""");
        pod.Metadata.Labels["app"] = "changed";
        Assert.Equal("changed", Encoding.UTF8.GetString(Assert.Single(Assert.Single(new PodTranslator(_settings).LiveFiles(pod, new PodInputs())).Files).Content));
    }

    [Fact]
    public void The_volume_that_the_files_come_in_counts_and_is_named()
    {
        string Mounts(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $"{{\"name\":\"v{i}\",\"mountPath\":\"/v{i}\"}}").Append("{\"name\":\"c\",\"mountPath\":\"/c\"}"));
        string Volumes(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $"{{\"name\":\"v{i}\",\"emptyDir\":{{}}}}").Append(Conf));
        Assert.Equal(20, Translate(Pod(Mounts(16), Volumes(16))).Volumes!.Count);
        var refusal = Assert.Single(Assert.Throws<RefusedPodException>(() => Translate(Pod(Mounts(17), Volumes(17)))).Refusals);
        Assert.Contains("frankenetes-share, frankenetes-pod-agent, frankenetes-files", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_mounted_over_the_folder_that_files_are_written_in() =>
        Assert.Throws<RefusedPodException>(() => Translate(Pod("{\"name\":\"c\",\"mountPath\":\"/.frankenetes-files/c\"}", Conf)));

    [Theory]
    [InlineData("""{"exec":{"command":["true"]}}""", null)]
    [InlineData("""{"httpGet":{"port":80}}""", null)]
    [InlineData("""{"httpGet":{"port":443,"scheme":"HTTPS"}}""", null)]
    [InlineData("""{"httpGet":{"port":443,"scheme":"HTTPS","host":"elsewhere"}}""", "spec.containers[main].lifecycle.postStart.httpGet.host")]
    public void A_postStart_hook_is_the_pod_agents(string hook, string? refused)
    {
        var pod = TestPods.WithContainer($$"""
            "lifecycle":{"postStart":{{hook}}}
            """);
        if (refused is null) Assert.NotNull(Translate(pod));
        else Assert.Equal(refused, Assert.Single(Assert.Throws<RefusedPodException>(() => Translate(pod)).Refusals).Field);
        Assert.Contains(Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod)).Refusals, refusal => refusal.Field == "spec.containers[main].lifecycle.postStart");
    }

    private const string Conf = """{"name":"c","configMap":{"name":"conf"}}""";

    private static V1Pod Pod(string mounts, string volumes) => TestPods.Pod($"\"containers\":[{{\"name\":\"m\",\"image\":\"i\",\"volumeMounts\":[{mounts}]}}],\"volumes\":[{volumes}]");

    private static ContainerGroupData Translate(V1Pod pod) => new PodTranslator(_settings).Translate(pod, TestPods.Inputs()).Group;

    private static JsonElement Manifest(ContainerGroupData group) =>
        JsonDocument.Parse(Convert.FromBase64String(group.Volumes!.Single(volume => volume.Name == "frankenetes-files").Secret!["files.json"])).RootElement;
}
