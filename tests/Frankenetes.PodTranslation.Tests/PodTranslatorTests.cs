using System.Text;

namespace Frankenetes.PodTranslation.Tests;

public sealed class PodTranslatorTests
{
    [Theory]
    [InlineData("\"workingDir\":\"/x\"", "spec.containers[main].workingDir")]
    [InlineData("\"startupProbe\":{\"exec\":{\"command\":[\"a\"]}}", "spec.containers[main].startupProbe")]
    [InlineData("\"lifecycle\":{\"preStop\":{\"exec\":{\"command\":[\"a\"]}}}", "spec.containers[main].lifecycle.preStop")]
    [InlineData("\"livenessProbe\":{\"tcpSocket\":{\"port\":80}}", "spec.containers[main].livenessProbe.tcpSocket")]
    [InlineData("\"readinessProbe\":{\"httpGet\":{\"port\":\"nope\"}}", "spec.containers[main].readinessProbe.httpGet.port")]
    [InlineData("\"stdin\":true", "spec.containers[main].stdin")]
    [InlineData("\"env\":[{\"name\":\"a.b\",\"value\":\"x\"}]", "spec.containers[main].env[a.b]")]
    [InlineData("\"env\":[{\"name\":\"IP\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"status.podIP\"}}}]", "spec.containers[main].env[IP]")]
    [InlineData("\"ports\":[{\"containerPort\":9,\"protocol\":\"SCTP\"}]", "spec.containers[main].ports[9].protocol")]
    [InlineData("\"resources\":{\"limits\":{\"nvidia.com/gpu\":\"1\"}}", "spec.containers[main].resources.limits[nvidia.com/gpu]")]
    public void What_ACI_cannot_do_is_refused_by_the_name_of_the_field(string members, string field)
    {
        var refused = Assert.Throws<RefusedPodException>(() => TestPods.Translate(TestPods.WithContainer(members)));
        Assert.Contains(field, refused.Refusals.Select(refusal => refusal.Field));
    }

    [Theory]
    [InlineData("\"nfs\":{\"server\":\"s\",\"path\":\"/\"}")]
    [InlineData("\"hostPath\":{\"path\":\"/\"}")]
    public void A_volume_that_cannot_be_had_is_refused(string source)
    {
        var pod = TestPods.Pod("\"containers\":[{\"name\":\"m\",\"image\":\"i\",\"volumeMounts\":[{\"name\":\"vol\",\"mountPath\":\"/v\"}]}],\"volumes\":[{\"name\":\"vol\"," + source + "}]");
        Assert.Equal("spec.volumes[vol]", Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod)).Refusals.Single().Field);
    }

    [Fact]
    public void Everything_that_is_refused_is_said_at_once()
    {
        var pod = TestPods.WithContainer("\"tty\":true,\"workingDir\":\"/x\"");
        Assert.Equal(2, Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod)).Refusals.Count);
    }

    [Fact]
    public void A_group_bears_the_tags_that_say_whose_it_is()
    {
        var tags = TestPods.Translate(TestPods.WithContainer("\"command\":[\"a\"]")).Tags;
        Assert.Equal("u-1", tags["frankenetes-pod-uid"]);
        Assert.Equal(TestPods.Settings.ClusterId, tags["frankenetes-cluster-id"]);
        Assert.Equal("frankenetes-linux", tags["frankenetes-node"]);
        Assert.Equal("pod", tags["frankenetes-role"]);
    }

    [Fact]
    public void A_secret_goes_as_secure_value_also_by_way_of_another_variable()
    {
        var pod = TestPods.WithContainer("""
            "env":[{"name":"PW","valueFrom":{"secretKeyRef":{"name":"sec","key":"pw"}}},{"name":"URL","value":"sql://u:$(PW)@h"},{"name":"PLAIN","value":"$(COLOR)-$$(PW)"},{"name":"COLOR","value":"red"}]
            """);
        var variables = TestPods.Translate(pod, TestPods.Inputs()).Containers[0].EnvironmentVariables!.ToDictionary(variable => variable.Name);
        Assert.Equal(("hunter2", null), (variables["PW"].SecureValue, variables["PW"].Value));
        Assert.Equal(("sql://u:hunter2@h", null), (variables["URL"].SecureValue, variables["URL"].Value));
        // A variable is known only to those behind it, and two dollars are one.
        Assert.Equal("$(COLOR)-$(PW)", variables["PLAIN"].Value);
    }

    [Fact]
    public void A_secret_in_a_command_is_refused_because_ARM_would_show_it()
    {
        var pod = TestPods.WithContainer("""
            "command":["sh","-c","run $(PW)"],"env":[{"name":"PW","valueFrom":{"secretKeyRef":{"name":"sec","key":"pw"}}}]
            """);
        var refused = Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod, TestPods.Inputs()));
        Assert.DoesNotContain("hunter2", refused.Message);
    }

    [Fact]
    public void Variables_from_a_ConfigMap_keep_their_prefix_and_lose_what_is_no_name()
    {
        var pod = TestPods.WithContainer("\"envFrom\":[{\"prefix\":\"P_\",\"configMapRef\":{\"name\":\"conf\"}}]");
        var names = TestPods.Translate(pod, TestPods.Inputs()).Containers[0].EnvironmentVariables!.Select(variable => variable.Name);
        Assert.Equal(["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "KUBERNETES_SERVICE_PORT_HTTPS", "P_color"], names);
    }

    [Theory]
    [InlineData("\"configMapKeyRef\":{\"name\":\"absent\",\"key\":\"k\"}", "ConfigMap absent")]
    [InlineData("\"configMapKeyRef\":{\"name\":\"conf\",\"key\":\"k\"}", "key k in ConfigMap conf")]
    [InlineData("\"secretKeyRef\":{\"name\":\"absent\",\"key\":\"k\"}", "Secret absent")]
    public void What_is_missing_is_named_and_waited_for(string source, string named)
    {
        var pod = TestPods.WithContainer("\"env\":[{\"name\":\"A\",\"valueFrom\":{" + source + "}}]");
        Assert.Contains(named, Assert.Throws<MissingInputException>(() => TestPods.Translate(pod, TestPods.Inputs())).Message);
    }

    [Fact]
    public void What_is_missing_and_optional_is_left_out()
    {
        var pod = TestPods.WithContainer("\"env\":[{\"name\":\"A\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"absent\",\"key\":\"k\",\"optional\":true}}}]");
        Assert.DoesNotContain(TestPods.Translate(pod).Containers[0].EnvironmentVariables!, variable => variable.Name == "A");
    }

    [Fact]
    public void Command_and_arguments_are_one_command()
    {
        var pod = TestPods.WithContainer("\"command\":[\"sh\",\"-c\"],\"args\":[\"echo $(KUBERNETES_SERVICE_PORT) $(NOPE)\"]");
        Assert.Equal(["sh", "-c", "echo 6443 $(NOPE)"], TestPods.Translate(pod).Containers[0].Command!);
    }

    [Fact]
    public void Ports_make_a_public_address_with_those_ports()
    {
        var pod = TestPods.WithContainer("\"ports\":[{\"containerPort\":80},{\"containerPort\":53,\"protocol\":\"UDP\"}]");
        var address = TestPods.Translate(pod).IPAddress!;
        Assert.Equal("Public", address.AddressType.ToString());
        Assert.Equal(["80/TCP", "53/UDP"], address.Ports.Select(port => $"{port.Port}/{port.Protocol}"));
    }

    [Fact]
    public void A_pod_without_ports_has_no_address() =>
        Assert.Null(TestPods.Translate(TestPods.WithContainer("\"command\":[\"a\"]")).IPAddress);

    [Fact]
    public void Files_become_secret_volumes_with_names_that_ACI_takes()
    {
        var pod = TestPods.Pod("""
            "containers":[{"name":"m","image":"i","volumeMounts":[{"name":"c","mountPath":"/c"},{"name":"tok","mountPath":"/t","readOnly":true},{"name":"empty","mountPath":"/e"}]}],
            "volumes":[
              {"name":"c","configMap":{"name":"conf","items":[{"key":"file.txt","path":"renamed"}]}},
              {"name":"tok","projected":{"sources":[{"serviceAccountToken":{"path":"token","expirationSeconds":3607}},{"configMap":{"name":"conf","items":[{"key":"color","path":"color"}]}},
                {"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"fieldPath":"metadata.namespace"}}]}}]}},
              {"name":"empty","emptyDir":{}},{"name":"unused","hostPath":{"path":"/"}}]
            """);
        var group = TestPods.Translate(pod, TestPods.Inputs());
        var volumes = group.Volumes!.ToDictionary(volume => volume.Name);
        Assert.Equal(["volume-c", "volume-tok", "empty"], group.Containers[0].VolumeMounts!.Select(mount => mount.Name));
        Assert.Equal(["renamed=text"], Files(volumes["volume-c"].Secret!));
        Assert.Equal(["color=blue", "namespace=default", "token=token"], Files(volumes["volume-tok"].Secret!));
        Assert.NotNull(volumes["empty"].EmptyDir);
        Assert.Equal(3, volumes.Count);
    }

    [Fact]
    public void Registry_credentials_come_from_either_form_of_secret()
    {
        var inputs = new PodInputs
        {
            Secrets = new Dictionary<string, k8s.Models.V1Secret>
            {
                ["new"] = new() { Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes("""{"auths":{"https://index.docker.io/v1/":{"username":"u","password":"p"}}}""") } },
                ["old"] = new() { Data = new Dictionary<string, byte[]> { [".dockercfg"] = Encoding.UTF8.GetBytes("""{"reg.example:5000":{"auth":"YTpiOmM="}}""") } },
            },
        };
        var pod = TestPods.Pod("""
            "imagePullSecrets":[{"name":"new"},{"name":"old"},{"name":"absent"}],"containers":[{"name":"m","image":"i"}]
            """);
        var found = TestPods.Translate(pod, inputs).ImageRegistryCredentials!.Select(credential => (credential.Server, credential.Username, credential.Password));
        Assert.Equal([("index.docker.io", "u", "p"), ("reg.example:5000", "a", "b:c")], found);
    }

    private static IEnumerable<string> Files(IDictionary<string, string> secret) =>
        secret.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}={Encoding.UTF8.GetString(Convert.FromBase64String(file.Value))}");
}
