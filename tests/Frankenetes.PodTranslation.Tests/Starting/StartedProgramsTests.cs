using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Tests.Starting;

public sealed class StartedProgramsTests
{
    private const string Agent = "/.frankenetes/frankenetes-pod";

    [Fact]
    public void Ordinary_programs_are_started_by_the_platform()
    {
        var pod = TestPods.WithContainer("\"command\":[\"serve\"],\"terminationMessagePath\":\"/dev/termination-log\",\"terminationMessagePolicy\":\"File\"");
        Assert.Equal(["serve"], Translate(pod).Containers[0].Command!);
        Assert.Null(Translate(TestPods.WithContainer("\"ports\":[]")).Containers[0].Command);
    }

    [Fact]
    public void A_working_folder_is_entered_by_the_pod_agent() =>
        Assert.Equal([Agent, "run", "--in", "/x", "--", "serve", "-a"], Translate(TestPods.WithContainer("\"workingDir\":\"/x\",\"command\":[\"serve\"],\"args\":[\"-a\"]")).Containers[0].Command!);

    [Fact]
    public void What_the_image_runs_is_asked_of_its_registry_where_the_pod_agent_starts_it()
    {
        var pod = TestPods.WithContainer("\"workingDir\":\"/x\"");
        Assert.Equal(["nginx"], PodReferences.Of(pod).Images);
        Assert.Equal([Agent, "run", "--in", "/x", "--", "/entry", "serve"], Translate(pod, Image(["/entry"], ["serve"])).Containers[0].Command!);
        Assert.Contains("its registry was not asked", Assert.Throws<MissingInputException>(() => Translate(pod)).Message, StringComparison.Ordinal);
        Assert.Equal("spec.containers[main].command", Assert.Single(Assert.Throws<RefusedPodException>(() => Translate(pod, Image([], []))).Refusals).Field);
    }

    [Fact]
    public void The_pods_address_is_filled_in_where_it_is_used()
    {
        var container = Translate(TestPods.WithContainer("""
            "command":["serve","--on=$(IP)"],"env":[{"name":"IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},{"name":"URL","value":"http://$(IP):80"}]
            """)).Containers[0];
        Assert.Equal([Agent, "run", "--", "serve", "--on={frankenetes.io/pod-ip}"], container.Command!);
        Assert.Equal("http://{frankenetes.io/pod-ip}:80", container.EnvironmentVariables!.Single(variable => variable.Name == "URL").Value);
    }

    [Fact]
    public void Commands_of_probes_that_ACI_would_start_elsewhere_or_with_other_variables_are_the_pod_agents()
    {
        const string Probe = "\"command\":[\"a\"],\"livenessProbe\":{\"exec\":{\"command\":[\"b\"]}}";
        Assert.NotNull(Translate(TestPods.WithContainer(Probe)).Containers[0].LivenessProbe);
        Assert.Null(Translate(TestPods.WithContainer(Probe + ",\"workingDir\":\"/x\"")).Containers[0].LivenessProbe);
        Assert.Null(Translate(TestPods.WithContainer(Probe + ",\"env\":[{\"name\":\"IP\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"status.podIP\"}}}]")).Containers[0].LivenessProbe);
    }

    [Fact]
    public void A_file_by_subPath_is_copied_to_its_place()
    {
        var group = Translate(Mounting("""{"name":"c","mountPath":"/etc/app/file.txt","subPath":"file.txt"}""", """{"name":"c","configMap":{"name":"conf"}}"""), TestPods.Inputs());
        Assert.Equal([Agent, "run", "--copy", "/.frankenetes-files/c/file.txt", "/etc/app/file.txt", "--", "serve"], group.Containers[0].Command!);
        Assert.Equal(["/.frankenetes", "/.frankenetes-files/c"], group.Containers[0].VolumeMounts!.Select(mount => mount.MountPath));
        Assert.NotNull(Assert.Single(group.Volumes!, volume => volume.Name == "volume-c").EmptyDir);
    }

    [Theory]
    [InlineData("/x/")]
    [InlineData("//x")]
    public void Slashes_that_say_nothing_do_not_reach_the_pod_agent(string path) =>
        Assert.Contains("--copy /.frankenetes-files/c/file.txt /x -- serve", string.Join(' ', Translate(Mounting($$"""{"name":"c","mountPath":"{{path}}","subPath":"file.txt"}""", """{"name":"c","configMap":{"name":"conf"}}"""), TestPods.Inputs()).Containers[0].Command!), StringComparison.Ordinal);

    [Fact]
    public void A_part_of_a_share_is_linked_to_its_place()
    {
        var inputs = new PodInputs { Secrets = new Dictionary<string, V1Secret> { ["account"] = new() { Data = new Dictionary<string, byte[]> { ["azurestorageaccountname"] = [97], ["azurestorageaccountkey"] = [97] } } } };
        var group = Translate(
            Mounting("""{"name":"s","mountPath":"/data","subPath":"a/b"},{"name":"s","mountPath":"/seen","subPathExpr":"$(WHO)","readOnly":true}""", """{"name":"s","azureFile":{"shareName":"s","secretName":"account"}}"""), inputs);
        Assert.Equal(
            [Agent, "run", "--link", "/.frankenetes-parts/s/a/b", "/data", "--link", "/.frankenetes-parts/s.read-only/me", "/seen", "--", "serve"], group.Containers[0].Command!);
        Assert.Equal(["/.frankenetes-parts/s ", "/.frankenetes-parts/s.read-only True"], group.Containers[0].VolumeMounts!.Take(2).Select(mount => $"{mount.MountPath} {mount.IsReadOnly}"));
        Assert.Single(group.Volumes!, volume => volume.AzureFile?.ShareName == "s");
    }

    [Fact]
    public void Parts_of_an_emptyDir_that_is_seen_whole_too_are_linked()
    {
        var group = Translate(Mounting("""{"name":"e","mountPath":"/all"},{"name":"e","mountPath":"/part","subPath":"p"}""", """{"name":"e","emptyDir":{}}"""));
        Assert.Equal([Agent, "run", "--link", "/.frankenetes-parts/e/p", "/part", "--", "serve"], group.Containers[0].Command!);
        Assert.Single(group.Volumes!, volume => volume.Name == "volume-e");
    }

    [Theory]
    [InlineData("""{"name":"c","mountPath":"/c","subPath":"a"},{"name":"e","mountPath":"/c/inner"}""", "spec.containers[m].volumeMounts[c].mountPath")]
    [InlineData("""{"name":"c","mountPath":"/g/file","subPath":"a"},{"name":"g","mountPath":"/g"}""", "spec.containers[m].volumeMounts[c].mountPath")]
    [InlineData("""{"name":"c","mountPath":"/c/d","subPath":"a"},{"name":"g","mountPath":"/c//d/inner"}""", "spec.containers[m].volumeMounts[c].mountPath")]
    [InlineData("""{"name":"c","mountPath":"/g//file","subPath":"a"},{"name":"e","mountPath":"/g-2"},{"name":"g","mountPath":"//g/"}""", "spec.containers[m].volumeMounts[c].mountPath")]
    [InlineData("""{"name":"c","mountPath":"/c/d","subPath":"a"},{"name":"g","mountPath":"/c//d"}""", "spec.containers[m].volumeMounts[g].mountPath")]
    [InlineData("""{"name":"e","mountPath":"/.frankenetes-state/x"}""", "spec.containers[m].volumeMounts[e].mountPath")]
    [InlineData("""{"name":"e","mountPath":"/.frankenetes-parts"}""", "spec.containers[m].volumeMounts[e].mountPath")]
    public void Places_that_cannot_be_had_are_refused(string mounts, string field)
    {
        var pod = Mounting(mounts, """{"name":"c","configMap":{"name":"conf"}},{"name":"g","gitRepo":{"repository":"https://g"}},{"name":"e","emptyDir":{}}""");
        Assert.Equal(field, Assert.Single(Assert.Throws<RefusedPodException>(() => Translate(pod, TestPods.Inputs())).Refusals).Field);
    }

    [Fact]
    public void An_address_is_no_subPath()
    {
        var pod = Mounting("""{"name":"e","mountPath":"/e","subPathExpr":"$(IP)"}""", """{"name":"e","emptyDir":{}}""");
        pod.Spec.Containers[0].Env.Add(new V1EnvVar { Name = "IP", ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = "status.podIP" } } });
        Assert.Equal("spec.containers[m].volumeMounts[e].subPathExpr", Assert.Single(Assert.Throws<RefusedPodException>(() => Translate(pod)).Refusals).Field);
    }

    [Theory]
    [InlineData("\"stdin\":true", "--input")]
    [InlineData("\"stdin\":true,\"stdinOnce\":true,\"tty\":true", "--input-once --terminal")]
    public void A_program_with_input_or_a_terminal_has_the_pod_agent_as_its_parent(string members, string options)
    {
        var group = Translate(TestPods.WithContainer(members + ",\"command\":[\"sh\"]"));
        Assert.Equal($"{Agent} run --state /.frankenetes-state/main {options} --message /dev/termination-log -- sh", string.Join(' ', group.Containers[0].Command!));
        Assert.Contains(group.Containers[0].VolumeMounts!, mount => mount is { Name: "frankenetes-state", MountPath: "/.frankenetes-state", IsReadOnly: null });
        Assert.NotNull(Assert.Single(group.Volumes!, volume => volume.Name == "frankenetes-state").EmptyDir);
    }

    [Theory]
    [InlineData("\"terminationMessagePath\":\"/tmp/why\"", "--message /tmp/why")]
    [InlineData("\"terminationMessagePath\":\"/dev/termination-log\",\"terminationMessagePolicy\":\"FallbackToLogsOnError\"", "--message /dev/termination-log --message-from-output")]
    public void A_program_whose_last_message_is_wanted_has_it_too(string members, string options) =>
        Assert.Equal($"{Agent} run --state /.frankenetes-state/main {options} -- sh", string.Join(' ', Translate(TestPods.WithContainer(members + ",\"command\":[\"sh\"]")).Containers[0].Command!));

    [Fact]
    public void So_have_all_of_a_pod_that_wants_to_read_earlier_logs()
    {
        var pod = TestPods.WithContainer("\"command\":[\"sh\"]");
        pod.Metadata.Annotations = new Dictionary<string, string> { ["frankenetes.io/previous-logs"] = "true" };
        Assert.Contains("--state", Translate(pod).Containers[0].Command!);
    }

    [Fact]
    public void An_init_container_finds_the_pod_agent_where_it_needs_it()
    {
        var pod = TestPods.Pod("""
            "initContainers":[{"name":"i","image":"x","workingDir":"/w","command":["a"],"volumeMounts":[{"name":"c","mountPath":"/f","subPath":"file.txt"}]},{"name":"plain","image":"x"}],"containers":[{"name":"m","image":"x"}],"volumes":[{"name":"c","configMap":{"name":"conf"}}]
            """);
        var init = Translate(pod, TestPods.Inputs()).InitContainers!;
        Assert.Equal([Agent, "run", "--in", "/w", "--copy", "/.frankenetes-files/c/file.txt", "/f", "--", "a"], init[1].Command!);
        Assert.Equal(["/.frankenetes-files/c True", "/.frankenetes True"], init[1].VolumeMounts!.Select(mount => $"{mount.MountPath} {mount.IsReadOnly}"));
        Assert.Null(init[2].VolumeMounts);
    }

    [Theory]
    [InlineData("\"stdin\":true")]
    [InlineData("\"tty\":true")]
    public void Nobody_attaches_to_an_init_container(string member)
    {
        var pod = TestPods.Pod($"\"initContainers\":[{{\"name\":\"i\",\"image\":\"x\",{member}}}],\"containers\":[{{\"name\":\"m\",\"image\":\"x\"}}]");
        Assert.StartsWith("spec.initContainers[i].", Assert.Single(Assert.Throws<RefusedPodException>(() => Translate(pod)).Refusals).Field, StringComparison.Ordinal);
    }

    private static V1Pod Mounting(string mounts, string volumes) =>
        TestPods.Pod($"\"containers\":[{{\"name\":\"m\",\"image\":\"i\",\"command\":[\"serve\"],\"env\":[{{\"name\":\"WHO\",\"value\":\"me\"}}],\"volumeMounts\":[{mounts}]}}],\"volumes\":[{volumes}]");

    private static PodInputs Image(string[] entrypoint, string[] command) =>
        new() { Images = new Dictionary<string, ImageAnswer> { ["nginx"] = new(new ImageConfiguration(entrypoint, command, "", ""), null) } };

    private static ContainerGroupData Translate(V1Pod pod, PodInputs? inputs = null) => new PodTranslator(TestPods.WithAgent).Translate(pod, inputs ?? new PodInputs()).Group;
}
