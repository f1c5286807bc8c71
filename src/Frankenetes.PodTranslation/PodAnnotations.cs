using System.Text.RegularExpressions;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>What a pod asks of Azure beyond Kubernetes' own words: annotations under <c>frankenetes.io/</c>, and those that ACI's first virtual kubelet knew.</summary>
internal sealed partial class PodAnnotations
{
    public const string Prefix = "frankenetes.io/";
    public const string PodAgent = Prefix + "pod-agent";
    public const string PreviousLogs = Prefix + "previous-logs";
    public const string PublicAddress = Prefix + "public-ip";
    public const string DnsNameLabel = Prefix + "dns-name-label";
    public const string DnsNameLabelReuse = Prefix + "dns-name-label-reuse-policy";
    public const string Tags = Prefix + "tags";
    public const string Identity = Prefix + "identity";
    public const string ImagePullIdentity = Prefix + "image-pull-identity";
    public const string Zone = Prefix + "zone";
    public const string Priority = Prefix + "priority";
    public const string Sku = Prefix + "sku";
    public const string ConfidentialPolicy = Prefix + "confidential-compute-cce-policy";
    public const string GpuSku = Prefix + "gpu-sku";
    public const string LogAnalytics = Prefix + "log-analytics-secret";

    /// <summary>Read by who suspends idle clusters: a pod that runs all the time and does not keep its cluster awake.</summary>
    public const string IgnoredWhenIdle = Prefix + "ignored-when-idle";

    private static readonly Dictionary<string, string> _aliases = new()
    {
        ["virtualkubelet.io/dnsnamelabel"] = DnsNameLabel,
        ["virtual-kubelet.io/gpu-type"] = GpuSku,
        ["virtual-kubelet.io/container-sku"] = Sku,
        ["virtual-kubelet.io/confidential-compute-cce-policy"] = ConfidentialPolicy,
    };

    private static readonly Dictionary<string, (Regex Pattern, string Rule)> _rules = new()
    {
        [PodAgent] = (Switch(), "true or false"),
        [IgnoredWhenIdle] = (Switch(), "true or false"),
        [PreviousLogs] = (Switch(), "true or false"),
        [PublicAddress] = (Switch(), "true or false"),
        [DnsNameLabel] = (Label(), "5 to 63 lower-case letters, digits and hyphens, the first a letter, the last a letter or digit"),
        [DnsNameLabelReuse] = (ReusePolicy(), "Unsecure, TenantReuse, SubscriptionReuse, ResourceGroupReuse or Noreuse"),
        [Tags] = (AnyText(), "keys of labels and annotations with commas between, or * for all labels"),
        [Identity] = (Identities(), "SystemAssigned, resource ids of user-assigned identities, or both with commas between"),
        [ImagePullIdentity] = (UserAssignedIdentity(), "the resource id of a user-assigned identity"),
        [Zone] = (ZoneNumber(), "1, 2 or 3"),
        [Priority] = (PriorityName(), "Regular or Spot"),
        [Sku] = (SkuName(), "Standard, Dedicated or Confidential"),
        [ConfidentialPolicy] = (Base64(), "a policy in base64"),
        [GpuSku] = (GpuName(), "K80, P100 or V100"),
        [LogAnalytics] = (ObjectName(), "the name of a Secret with workspaceId and workspaceKey that the pod names elsewhere too"),
    };

    private readonly Dictionary<string, string> _values;

    private PodAnnotations(Dictionary<string, string> values) => _values = values;

    /// <summary>Null: the pod does not say.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    public bool IsOn(string name, bool otherwise) => _values.TryGetValue(name, out var text) ? text == "true" : otherwise;

    /// <summary>The field's path of an annotation.</summary>
    public static string At(string name) => $"metadata.annotations[{name}]";

    public static PodAnnotations Of(V1Pod pod)
    {
        var given = pod.Metadata?.Annotations ?? new Dictionary<string, string>();
        var values = given.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value ?? "");
        foreach (var (alias, name) in _aliases)
            if (given.TryGetValue(alias, out var value)) values.TryAdd(name, value ?? "");
        return new PodAnnotations(values);
    }

    /// <summary>Values that mean nothing.</summary>
    public IEnumerable<Refusal> Refusals() =>
        from pair in _values
        where _rules.TryGetValue(pair.Key, out var rule) && !rule.Pattern.IsMatch(pair.Value)
        select new Refusal(At(pair.Key), $"must be {_rules[pair.Key].Rule}");

    /// <summary>A misspelt wish must not be lost in silence.</summary>
    public void NoteUnknown(Notes notes)
    {
        foreach (var name in _values.Keys.Where(name => !_rules.ContainsKey(name))) notes.Ignored(At(name), "this annotation is not known to the node");
    }

    [GeneratedRegex(@"^(true|false)\z")]
    private static partial Regex Switch();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{3,61}[a-z0-9]\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(Unsecure|TenantReuse|SubscriptionReuse|ResourceGroupReuse|Noreuse)\z")]
    private static partial Regex ReusePolicy();

    [GeneratedRegex(@"^[^\0]+\z")]
    private static partial Regex AnyText();

    [GeneratedRegex(@"^(SystemAssigned|/subscriptions/[^/,\s]+/resourcegroups/[^/,\s]+/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/,\s]+)(\s*,\s*(SystemAssigned|/subscriptions/[^/,\s]+/resourcegroups/[^/,\s]+/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/,\s]+))*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Identities();

    [GeneratedRegex(@"^/subscriptions/[^/,\s]+/resourcegroups/[^/,\s]+/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/,\s]+\z", RegexOptions.IgnoreCase)]
    private static partial Regex UserAssignedIdentity();

    [GeneratedRegex(@"^[123]\z")]
    private static partial Regex ZoneNumber();

    [GeneratedRegex(@"^(Regular|Spot)\z")]
    private static partial Regex PriorityName();

    [GeneratedRegex(@"^(Standard|Dedicated|Confidential)\z")]
    private static partial Regex SkuName();

    [GeneratedRegex(@"^[A-Za-z0-9+/]+={0,2}\z")]
    private static partial Regex Base64();

    [GeneratedRegex(@"^(K80|P100|V100)\z")]
    private static partial Regex GpuName();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\z")]
    private static partial Regex ObjectName();
}
