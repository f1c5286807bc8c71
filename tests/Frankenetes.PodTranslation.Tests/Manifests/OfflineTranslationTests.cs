using Frankenetes.ContainerInstances.Serialization;
using Frankenetes.PodTranslation.Manifests;

namespace Frankenetes.PodTranslation.Tests.Manifests;

public sealed class OfflineTranslationTests
{
    [Fact]
    public void A_YAML_file_with_a_workload_and_what_it_names_gives_the_group_whole()
    {
        var only = Assert.Single(Translate("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  containers:
                  - name: web
                    image: nginx:1.25
                    command: ["nginx", "-g", "daemon off;"]
                    ports: [{containerPort: 80}]
                    env:
                    - {name: COLOR, valueFrom: {configMapKeyRef: {name: conf, key: color}}}
                    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: sec, key: pw}}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: conf}
            data: {color: "yes", number: "1"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: sec}
            stringData: {pw: hunter2}
            """));
        Assert.Equal("Deployment/shop", only.Source);
        Assert.Empty(only.Refusals);
        Assert.DoesNotContain(only.Notes, note => note.Kind == NoteKind.ReadLater);
        var variables = only.Translated!.Group.Containers[0].EnvironmentVariables!.ToDictionary(one => one.Name);
        Assert.Equal("yes", variables["COLOR"].Value);
        Assert.Equal("hunter2", variables["PASSWORD"].SecureValue);
        Assert.Contains("daemon off;", ContainerGroupJson.Write(only.Translated.Group), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_in_the_manifest_is_told_of_and_stands_in_angle_brackets()
    {
        var only = Assert.Single(Translate("""
            {"kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"m","image":"reg.example/i:1","args":["x"],"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"sec","key":"k"}}}],
              "volumeMounts":[{"name":"data","mountPath":"/d"},{"name":"tok","mountPath":"/t"}]}],
              "volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"c"}},{"name":"tok","projected":{"sources":[{"serviceAccountToken":{"path":"token"}}]}}]}}
            """));
        Assert.Empty(only.Refusals);
        Assert.Equal(["PersistentVolumeClaim/c", "Secret/<secret of claim c>", "Secret/sec", "image reg.example/i:1"], only.Notes.Where(note => note.Kind == NoteKind.ReadLater).Select(note => note.Field).Order(StringComparer.Ordinal));
        Assert.Equal(["<entrypoint of reg.example/i:1>", "x"], only.Translated!.Group.Containers[0].Command!);
    }

    [Fact]
    public void A_list_from_a_cluster_is_taken_apart_and_every_pod_judged_by_itself()
    {
        var both = Translate("""
            {"kind":"List","items":[{"kind":"Pod","metadata":{"name":"good"},"spec":{"containers":[{"name":"m","image":"i"}]}},{"kind":"Pod","metadata":{"name":"bad"},"spec":{"hostNetwork":true,"containers":[{"name":"m","image":"i"}]}}]}
            """).ToList();
        Assert.Equal([("Pod/good", 0), ("Pod/bad", 1)], both.Select(one => (one.Source, one.Refusals.Count)));
    }

    [Theory]
    [InlineData("Job", "spec: {template: {spec: {containers: [{name: m, image: i}]}}}")]
    [InlineData("CronJob", "spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: m, image: i}]}}}}}")]
    [InlineData("StatefulSet", "spec: {template: {spec: {containers: [{name: m, image: i}]}}}")]
    public void Every_workloads_pod_is_found(string kind, string spec) =>
        Assert.Equal($"{kind}/w", Assert.Single(Translate($"kind: {kind}\nmetadata: {{name: w}}\n{spec}\n")).Source);

    [Theory]
    [InlineData("kind: Pod\n  x: [")]
    [InlineData("{\"kind\":\"Pod\",")]
    [InlineData("just a word")]
    [InlineData("metadata: {name: x}")]
    [InlineData("kind: Pod\nmetadata: {name: x}")]
    [InlineData("kind: Pod\nmetadata: {name: x}\nspec: {containers: secretvalue}")]
    [InlineData("kind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: m, image: i, ports: [{containerPort: secretvalue}]}]}")]
    public void What_is_no_manifest_is_an_error_that_quotes_nothing(string text) =>
        Assert.DoesNotContain("secretvalue", Assert.Throws<ManifestException>(() => Translate(text).ToList()).Message, StringComparison.Ordinal);

    [Fact]
    public void Aliases_that_multiply_end_in_an_error_and_not_in_all_of_the_memory()
    {
        var lines = string.Join('\n', Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]"));
        Assert.Throws<ManifestException>(() => Translate($"kind: Pod\na0: &a0 [x]\n{lines}\n").ToList());
    }

    private static IEnumerable<OfflineTranslation> Translate(string text) => OfflineTranslation.Of(new Manifest(ManifestText.Read(text)), OfflineTranslation.Settings("eastus"));
}
