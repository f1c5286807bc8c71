using k8s.Models;

namespace Frankenetes.PodTranslation.Tests.Checks;

/// <summary>What no group can be, each refused before any call by the name of its field. {M} stands for one harmless container named m.</summary>
public sealed class HostilePodTests
{
    private const string Harmless = """{"name":"m","image":"i","command":["x"]}""";

    public static TheoryData<string, string> Pods => new()
    {
        // The pod.
        { """ "containers":[] """, "spec.containers" },
        { """ "containers":[{M}],"hostNetwork":true """, "spec.hostNetwork" },
        { """ "containers":[{M}],"hostPID":true """, "spec.hostPID" },
        { """ "containers":[{M}],"hostIPC":true """, "spec.hostIPC" },
        { """ "containers":[{M}],"shareProcessNamespace":true """, "spec.shareProcessNamespace" },
        { """ "containers":[{M}],"hostAliases":[{"ip":"1.2.3.4","hostnames":["a"]}] """, "spec.hostAliases" },
        { """ "containers":[{M}],"dnsConfig":{"nameservers":["1.1.1.1"]} """, "spec.dnsConfig" },
        { """ "containers":[{M}],"runtimeClassName":"kata" """, "spec.runtimeClassName" },
        { """ "containers":[{M}],"ephemeralContainers":[{"name":"e","image":"i"}] """, "spec.ephemeralContainers" },
        { """ "containers":[{M}],"resourceClaims":[{"name":"gpu"}] """, "spec.resourceClaims" },
        { """ "containers":[{M}],"securityContext":{"sysctls":[{"name":"kernel.shmmax","value":"1"}]} """, "spec.securityContext.sysctls" },
        { """ "containers":[{M}],"securityContext":{"supplementalGroups":[0]} """, "spec.securityContext.supplementalGroups" },
        { """ "containers":[{M}],"securityContext":{"seLinuxOptions":{"level":"s0"}} """, "spec.securityContext.seLinuxOptions" },
        { """ "containers":[{M}],"securityContext":{"windowsOptions":{"hostProcess":true}} """, "spec.securityContext.windowsOptions" },
        { """ "containers":[{M}],"securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"x"}} """, "spec.securityContext.seccompProfile" },
        { """ "containers":[{M}],"os":{"name":"windows"} """, "spec.os.name" },
        { """ "containers":[{M},{M}] """, "spec.containers[m].name" },

        // Privileges.
        { """ "containers":[{"name":"m","image":"i","securityContext":{"privileged":true}}] """, "spec.containers[m].securityContext.privileged" },
        { """ "initContainers":[{"name":"s","image":"i","securityContext":{"privileged":true}}],"containers":[{M}] """, "spec.initContainers[s].securityContext.privileged" },
        { """ "containers":[{"name":"m","image":"i","securityContext":{"readOnlyRootFilesystem":true}}] """, "spec.containers[m].securityContext.readOnlyRootFilesystem" },
        { """ "containers":[{"name":"m","image":"i","securityContext":{"procMount":"Unmasked"}}] """, "spec.containers[m].securityContext.procMount" },
        { """ "containers":[{"name":"m","image":"i","securityContext":{"runAsUser":0,"runAsNonRoot":true}}] """, "spec.containers[m].securityContext.runAsUser" },
        { """ "containers":[{"name":"m","image":"i","securityContext":{"runAsUser":-1}}] """, "spec.containers[m].securityContext.runAsUser" },
        { """ "containers":[{"name":"m","image":"i","securityContext":{"runAsGroup":99999999999}}] """, "spec.containers[m].securityContext.runAsGroup" },
        { """ "containers":[{"name":"m","image":"i","securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"../../etc/shadow"}}}] """, "spec.containers[m].securityContext.seccompProfile" },

        // Containers.
        { """ "containers":[{"name":"UPPER","image":"i"}] """, "spec.containers[UPPER].name" },
        { """ "containers":[{"name":"../m","image":"i"}] """, "spec.containers[../m].name" },
        { """ "containers":[{"name":"m","image":""}] """, "spec.containers[m].image" },
        { """ "containers":[{"name":"m","image":"i --privileged"}] """, "spec.containers[m].image" },
        { """ "containers":[{"name":"m","image":"i","volumeDevices":[{"name":"d","devicePath":"/dev/sda"}]}] """, "spec.containers[m].volumeDevices" },
        { """ "containers":[{"name":"m","image":"i","env":[{"name":"A=B","value":"x"}]}] """, "spec.containers[m].env[A=B]" },
        { """ "containers":[{"name":"m","image":"i","lifecycle":{"postStart":{"exec":{"command":["a"]}}}}] """, "spec.containers[m].lifecycle.postStart" },
        { """ "containers":[{"name":"m","image":"i","livenessProbe":{"grpc":{"port":1}}}] """, "spec.containers[m].livenessProbe.grpc" },
        { """ "containers":[{"name":"m","image":"i","livenessProbe":{"periodSeconds":1}}] """, "spec.containers[m].livenessProbe" },
        { """ "containers":[{"name":"m","image":"i","readinessProbe":{"exec":{"command":[]}}}] """, "spec.containers[m].readinessProbe.exec.command" },
        { """ "containers":[{"name":"m","image":"i","livenessProbe":{"httpGet":{"port":1,"host":"169.254.169.254"}}}] """, "spec.containers[m].livenessProbe.httpGet.host" },
        { """ "containers":[{"name":"m","image":"i","livenessProbe":{"httpGet":{"port":70000}}}] """, "spec.containers[m].livenessProbe.httpGet.port" },
        { """ "initContainers":[{"name":"s","image":"i","restartPolicy":"Always"}],"containers":[{M}] """, "spec.initContainers[s].restartPolicy" },
        { """ "initContainers":[{"name":"s","image":"i","ports":[{"containerPort":1}]}],"containers":[{M}] """, "spec.initContainers[s].ports" },

        // Mounts.
        { Mounting("/proc"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/proc/self/../1"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("//sys///kernel"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/dev/mem"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/etc"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/usr/bin/"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("relative"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/a/../../b"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/a:ro"), "spec.containers[m].volumeMounts[vol].mountPath" },
        { Mounting("/v", ",\"subPath\":\"../x\""), "spec.containers[m].volumeMounts[vol].subPath" },
        { Mounting("/v", ",\"subPath\":\"/etc\""), "spec.containers[m].volumeMounts[vol].subPath" },
        { Mounting("/v", ",\"subPathExpr\":\"a/../../b\""), "spec.containers[m].volumeMounts[vol].subPath" },
        { Mounting("/v", ",\"mountPropagation\":\"Bidirectional\""), "spec.containers[m].volumeMounts[vol].mountPropagation" },
        { """ "containers":[{"name":"m","image":"i","volumeMounts":[{"name":"nowhere","mountPath":"/v"}]}] """, "spec.containers[m].volumeMounts[nowhere].name" },
        { """ "containers":[{"name":"m","image":"i","volumeMounts":[{"name":"vol","mountPath":"/v"},{"name":"vol","mountPath":"/v/"}]}],"volumes":[{"name":"vol","emptyDir":{}}] """, "spec.containers[m].volumeMounts[vol].mountPath" },

        // Volumes.
        { Holding("\"hostPath\":{\"path\":\"/var/run/docker.sock\"}"), "spec.volumes[vol]" },
        { Holding("\"nfs\":{\"server\":\"s\",\"path\":\"/\"}"), "spec.volumes[vol]" },
        { Holding("\"azureDisk\":{\"diskName\":\"d\",\"diskURI\":\"u\"}"), "spec.volumes[vol]" },
        { Holding("\"csi\":{\"driver\":\"secrets-store.csi.k8s.io\"}"), "spec.volumes[vol]" },
        { Holding("\"image\":{\"reference\":\"i\"}"), "spec.volumes[vol]" },
        { Holding("\"gitRepo\":{\"repository\":\"file:///etc\"}"), "spec.volumes[vol]" },
        { Holding("\"gitRepo\":{\"repository\":\"--upload-pack=touch x\"}"), "spec.volumes[vol]" },
        { Holding("\"gitRepo\":{\"repository\":\"https://h/r\",\"directory\":\"../..\"}"), "spec.volumes[vol]" },
        { Holding("\"configMap\":{\"name\":\"c\",\"items\":[{\"key\":\"k\",\"path\":\"../../etc/passwd\"}]}"), "spec.volumes[vol]" },
        { Holding("\"secret\":{\"secretName\":\"s\",\"items\":[{\"key\":\"k\",\"path\":\"/etc/shadow\"}]}"), "spec.volumes[vol]" },
        { Holding("\"secret\":{\"secretName\":\"s\",\"items\":[{\"key\":\"k\",\"path\":\"..data\"}]}"), "spec.volumes[vol]" },
        { Holding("\"secret\":{\"secretName\":\"s\",\"items\":[{\"key\":\"k\",\"path\":\"a//b\"}]}"), "spec.volumes[vol]" },
        { Holding("\"projected\":{\"sources\":[{\"serviceAccountToken\":{\"path\":\"../token\"}}]}"), "spec.volumes[vol]" },
        { Holding("\"downwardAPI\":{\"items\":[{\"path\":\"a\\nb\",\"fieldRef\":{\"fieldPath\":\"metadata.name\"}}]}"), "spec.volumes[vol]" },
        { Holding("\"downwardAPI\":{\"items\":[{\"path\":\"ip\",\"fieldRef\":{\"fieldPath\":\"status.podIP\"}}]}"), "spec.volumes[vol]" },
        { """ "containers":[{"name":"m","image":"i","securityContext":{"runAsUser":65532},"volumeMounts":[{"name":"vol","mountPath":"/v"}]}],"volumes":[{"name":"vol","azureFile":{"shareName":"s","secretName":"x"}}] """, "spec.volumes[vol]" },
        { """ "containers":[{M}],"volumes":[{"name":"vol","emptyDir":{}},{"name":"vol","emptyDir":{}}] """, "spec.volumes[vol].name" },

        // Ports.
        { Listening("{\"containerPort\":0}"), "spec.containers[m].ports[0]" },
        { Listening("{\"containerPort\":65536}"), "spec.containers[m].ports[65536]" },
        { Listening("{\"containerPort\":22}"), "spec.containers[m].ports[22]" },
        { Listening("{\"containerPort\":3389}"), "spec.containers[m].ports[3389]" },
        { Listening("{\"containerPort\":25000}"), "spec.containers[m].ports[25000]" },
        { Listening("{\"containerPort\":80,\"protocol\":\"SCTP\"}"), "spec.containers[m].ports[80].protocol" },
        { Listening("{\"containerPort\":80,\"hostPort\":443}"), "spec.containers[m].ports[80].hostPort" },
        { Listening("{\"containerPort\":80,\"hostIP\":\"10.0.0.1\"}"), "spec.containers[m].ports[80].hostIP" },
        { Listening("{\"containerPort\":80},{\"containerPort\":80}"), "spec.containers[m].ports[80]" },
        { Listening(string.Join(',', Enumerable.Range(80, 6).Select(port => $"{{\"containerPort\":{port}}}"))), "spec.containers[m].ports[85]" },

        // Quantities.
        { Asking("\"requests\":{\"cpu\":\"-1\"}"), "spec.containers[m].resources.requests.cpu" },
        { Asking("\"requests\":{\"cpu\":\"10000\"}"), "spec.containers[m].resources.requests.cpu" },
        { Asking("\"requests\":{\"memory\":\"1Ei\"}"), "spec.containers[m].resources.requests.memory" },
        { Asking("\"limits\":{\"memory\":\"9999999999999999999E\"}"), "spec.containers[m].resources.limits.memory" },
        { Asking("\"requests\":{\"cpu\":\"2\"},\"limits\":{\"cpu\":\"1\"}"), "spec.containers[m].resources.requests.cpu" },
        { Asking("\"limits\":{\"example.com/fpga\":\"1\"}"), "spec.containers[m].resources.limits[example.com/fpga]" },
        { Asking("\"limits\":{\"nvidia.com/gpu\":\"1\"}"), "spec.containers[m].resources.limits[nvidia.com/gpu]" },
        { Asking("\"requests\":{\"cpu\":\"20\"}", "\"requests\":{\"cpu\":\"20\"}"), "spec.containers[m1].resources.requests.cpu" },
    };

    [Theory]
    [MemberData(nameof(Pods))]
    public void A_hostile_pod_is_refused_by_the_name_of_its_field(string spec, string field)
    {
        var refused = Assert.Throws<RefusedPodException>(() => TestPods.Translate(TestPods.Pod(spec.Replace("{M}", Harmless, StringComparison.Ordinal)), TestPods.Inputs()));
        Assert.Contains(field, refused.Refusals.Select(refusal => refusal.Field));
        Assert.All(refused.Refusals, refusal => Assert.NotEmpty(refusal.Reason));
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    [InlineData(600, true)]
    public void A_group_has_sixty_containers_at_most(int count, bool refused) =>
        Check(refused, "spec.containers", TestPods.Pod($"\"containers\":[{string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"name\":\"c{i}\",\"image\":\"i\"}}"))}]"));

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void A_group_has_twenty_volumes_at_most(int count, bool refused) => Check(refused, "spec.volumes", Volumes(count));

    [Fact]
    public void The_pod_agents_volumes_count_as_well_and_the_refusal_says_how_to_do_without()
    {
        var refusal = Assert.Single(Assert.Throws<RefusedPodException>(() => new PodTranslator(TestPods.WithAgent).Translate(Volumes(19), new PodInputs())).Refusals);
        Assert.Equal("spec.volumes", refusal.Field);
        Assert.Contains("frankenetes.io/pod-agent", refusal.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Thousands_of_mounts_are_looked_through(bool agent)
    {
        // Where each is compared with each, once for every one of them, the suite hangs here.
        var mounts = Enumerable.Range(0, 20_000).Select(i => $$"""{"name":"vol","mountPath":"/v/{{i}}","subPath":"a/{{i}}"}""").Append("""{"name":"vol","mountPath":"/v"}""");
        var pod = TestPods.Pod($$""" "containers":[{"name":"m","image":"i","command":["x"],"volumeMounts":[{{string.Join(',', mounts)}}]}],"volumes":[{"name":"vol","emptyDir":{} }] """);
        if (agent) Assert.Equal(20_000, new PodTranslator(TestPods.WithAgent).Translate(pod, new PodInputs()).Group.Containers[0].Command!.Count(word => word == "--link"));
        else Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod));
    }

    [Fact]
    public void Nothing_is_mounted_over_the_pod_agent()
    {
        var pod = TestPods.Pod(Mounting("/.frankenetes/x"));
        Assert.Equal("spec.containers[m].volumeMounts[vol].mountPath", Assert.Single(Assert.Throws<RefusedPodException>(() => new PodTranslator(TestPods.WithAgent).Translate(pod, new PodInputs())).Refusals).Field);
        Assert.NotNull(TestPods.Translate(pod));
    }

    [Theory]
    [InlineData(1024 * 1024, false)]
    [InlineData((1024 * 1024) + 1, true)]
    public void The_files_of_one_volume_have_a_mebibyte_at_most(int bytes, bool refused) => Check(refused, "spec.volumes[vol]", TestPods.Pod(Holding("\"secret\":{\"secretName\":\"big\"}")), Secrets(("big", bytes)));

    [Fact]
    public void What_is_too_much_for_one_request_is_refused_though_each_part_of_it_is_not()
    {
        var names = Enumerable.Range(0, 4).Select(i => $"big{i}").ToList();
        var pod = TestPods.Pod($$"""
            "containers":[{"name":"m","image":"i","volumeMounts":[{{string.Join(',', names.Select(name => $"{{\"name\":\"{name}\",\"mountPath\":\"/{name}\"}}"))}}]}],
            "volumes":[{{string.Join(',', names.Select(name => $"{{\"name\":\"{name}\",\"secret\":{{\"secretName\":\"{name}\"}}}}"))}}]
            """);
        Check(true, "spec", pod, Secrets([.. names.Select(name => (name, 1_000_000))]));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var pod = TestPods.Pod(""" "containers":[{"name":"m","image":"i","securityContext":{"privileged":true},"volumeMounts":[{"name":"vol","mountPath":"/proc"}]}],"hostNetwork":true,"volumes":[{"name":"vol","hostPath":{"path":"/"}}] """);
        Assert.Equal(4, Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod)).Refusals.Count);
    }

    [Fact]
    public void Control_characters_do_not_reach_the_message()
    {
        var pod = TestPods.Pod(Holding("\"secret\":{\"secretName\":\"s\",\"items\":[{\"key\":\"k\",\"path\":\"a\\u001b[31m/../b\"}]}"));
        Assert.DoesNotContain(Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod)).Message, char.IsControl);
    }

    private static void Check(bool refused, string field, V1Pod pod, PodInputs? inputs = null)
    {
        if (refused) Assert.Equal(field, Assert.Single(Assert.Throws<RefusedPodException>(() => TestPods.Translate(pod, inputs)).Refusals).Field);
        else Assert.NotNull(TestPods.Translate(pod, inputs));
    }

    private static V1Pod Volumes(int count)
    {
        var numbers = Enumerable.Range(0, count).ToList();
        return TestPods.Pod($$"""
            "containers":[{"name":"m","image":"i","volumeMounts":[{{string.Join(',', numbers.Select(i => $"{{\"name\":\"v{i}\",\"mountPath\":\"/v{i}\"}}"))}}]}],
            "volumes":[{{string.Join(',', numbers.Select(i => $"{{\"name\":\"v{i}\",\"emptyDir\":{{}}}}"))}}]
            """);
    }

    private static PodInputs Secrets(params (string Name, int Bytes)[] secrets) =>
        new() { Secrets = secrets.ToDictionary(one => one.Name, one => new V1Secret { Data = new Dictionary<string, byte[]> { ["k"] = new byte[one.Bytes] } }) };

    private static string Mounting(string path, string more = "") => $$""" "containers":[{"name":"m","image":"i","volumeMounts":[{"name":"vol","mountPath":"{{path}}"{{more}} }]}],"volumes":[{"name":"vol","emptyDir":{} }] """;

    private static string Holding(string source) => $$""" "containers":[{"name":"m","image":"i","volumeMounts":[{"name":"vol","mountPath":"/v"}]}],"volumes":[{"name":"vol",{{source}} }] """;

    private static string Listening(string ports) => $$""" "containers":[{"name":"m","image":"i","ports":[{{ports}}]}] """;

    private static string Asking(params string[] resources) => resources.Length == 1
        ? $$""" "containers":[{"name":"m","image":"i","resources":{ {{resources[0]}} } }] """
        : $$""" "containers":[{{string.Join(',', resources.Select((one, i) => $"{{\"name\":\"m{i}\",\"image\":\"i\",\"resources\":{{{one}}}}}"))}}] """;
}
