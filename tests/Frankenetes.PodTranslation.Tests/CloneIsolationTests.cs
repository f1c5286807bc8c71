using System.Text;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Tests;

public class CloneIsolationTests
{
    private static readonly TranslationSettings Clone = TestPods.Settings with
    {
        PodAgent = new PodAgentSource("busybox", "fkcopydat", "b3du", "pod-agent"),
        Isolation = new CloneIsolation("-6f9619", ["fkolddat", "fkolderdat"]),
    };

    [Theory]
    [InlineData("fkolddat", "fkcopydat", "b3du")]
    [InlineData("FKolderdat", "fkcopydat", "b3du")]
    [InlineData("elsewhere", "elsewhere", "a2V5")]
    public void A_share_of_the_original_is_the_clone_s_own_of_that_name(string named, string mounted, string key)
    {
        var share = Share(Clone, named);
        Assert.Equal(("s", mounted, key), (share.ShareName, share.StorageAccountName, share.StorageAccountKey));
    }

    [Fact]
    public void Where_the_clone_has_no_account_of_its_own_the_original_s_key_goes_to_nobody()
        => Assert.Null(Share(Clone with { PodAgent = null }, "fkolddat").StorageAccountKey);

    [Fact]
    public void A_DNS_label_bears_the_clone_s_suffix() => Assert.Equal("store-6f9619", Label(Clone, "store"));

    [Fact]
    public void A_long_one_is_shortened_to_what_DNS_takes()
    {
        var label = Label(Clone, new string('a', 63))!;
        Assert.Equal(63, label.Length);
        Assert.EndsWith("a-6f9619", label, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_is_no_clone_leaves_both_as_they_are()
    {
        Assert.Equal("store", Label(TestPods.Settings, "store"));
        Assert.Equal("fkolddat", Share(TestPods.Settings, "fkolddat").StorageAccountName);
    }

    private static string? Label(TranslationSettings settings, string label)
    {
        var pod = TestPods.WithContainer("\"ports\":[{\"containerPort\":80}]");
        pod.Metadata.Annotations = new Dictionary<string, string> { [PodAnnotations.DnsNameLabel] = label };
        return new PodTranslator(settings).Translate(pod, new PodInputs()).Group.IPAddress!.DnsNameLabel;
    }

    private static ContainerInstanceAzureFileVolume Share(TranslationSettings settings, string account)
    {
        var pod = TestPods.Pod(
            "\"containers\":[{\"name\":\"m\",\"image\":\"i\",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}]}],"
            + "\"volumes\":[{\"name\":\"v\",\"azureFile\":{\"shareName\":\"s\",\"secretName\":\"acct\"}}]");
        var secret = new V1Secret
        {
            Data = new Dictionary<string, byte[]> { ["azurestorageaccountname"] = Encoding.UTF8.GetBytes(account), ["azurestorageaccountkey"] = Encoding.UTF8.GetBytes("a2V5") },
        };
        return new PodTranslator(settings).Translate(pod, new PodInputs { Secrets = new Dictionary<string, V1Secret> { ["acct"] = secret } }).Group.Volumes!.Single(volume => volume.AzureFile is { ShareName: "s" }).AzureFile!;
    }
}
