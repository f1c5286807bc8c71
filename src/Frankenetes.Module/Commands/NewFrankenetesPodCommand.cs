using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Pipeline;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Commands;

/// <summary>Makes a pod of one container in one line. For anything larger there are manifests and kubectl apply.</summary>
/// <example><code>New-FrankenetesPod dev web nginx -Port 80 -Wait</code>Makes a pod and waits until it is ready.</example>
/// <example><code>New-FrankenetesPod dev once busybox:1.36 -RestartPolicy Never -Command sh, -c, 'echo $GREETING' -Env @{ GREETING = 'hello' } | Wait-FrankenetesPod -For Completed -PassThru | Get-FrankenetesPodLog</code>Runs something once and shows what it said.</example>
/// <example><code>New-FrankenetesPod dev big nginx -Cpu 2 -Memory 4GB -Label @{ app = 'web'; tier = 'front' }</code>Makes a pod of a certain size with labels.</example>
[Cmdlet(VerbsCommon.New, "FrankenetesPod", SupportsShouldProcess = true)]
[OutputType(typeof(FrankenetesPod))]
public sealed partial class NewFrankenetesPodCommand : PodCmdlet
{
    /// <summary>The cluster; the only one there is when left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ClusterName { get; set; }

    /// <summary>The pods' names: lower-case letters, digits, hyphens and dots.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PodName")]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The container's image, such as nginx or busybox:1.36.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    /// <summary>The namespace, which must exist; the namespace default when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = PodScope.DefaultNamespace;

    /// <summary>What runs in place of the image's entrypoint: a program and its arguments, such as sh, -c, 'echo hello'.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Command { get; set; }

    /// <summary>Arguments of the command, or of the image's entrypoint where no command is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Args", "ArgumentList")]
    [ValidateNotNullOrEmpty]
    public string[]? Argument { get; set; }

    /// <summary>Ports that the container listens on, such as 80 or 53/udp.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Port { get; set; }

    /// <summary>Environment variables: @{ NAME = 'value' }. They are part of the pod and no place for secrets.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ValidateNotNull]
    public IDictionary? Env { get; set; }

    /// <summary>Labels: @{ app = 'web' }; run = the pod's name when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Labels")]
    [ValidateNotNull]
    public IDictionary? Label { get; set; }

    /// <summary>Annotations: @{ key = 'value' }.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Annotations")]
    [ValidateNotNull]
    public IDictionary? Annotation { get; set; }

    /// <summary>Whether the container is started again after it has ended: Always, OnFailure or Never; Always when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Always", "OnFailure", "Never")]
    public string RestartPolicy { get; set; } = "Always";

    /// <summary>Cores, asked for and the most it gets: a number such as 0.5, or a quantity such as 500m; the cluster's default when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Cpu { get; set; }

    /// <summary>Memory, asked for and the most it gets: bytes such as 512MB, or a quantity such as 512Mi; the cluster's default when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Memory { get; set; }

    /// <summary>Waits until each pod is Ready, or has come to its end.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait waits, such as 30s, 2m, a number of seconds or a TimeSpan; 5 minutes when left out.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Makes the pods.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            if (Plan(name) is { } plan && ShouldProcess($"Pod '{plan.Key}' with image '{Image}'", "New-FrankenetesPod"))
                Pump((output, stop) => MakeAsync(plan.Key, plan.Manifest, output, stop), plan.Key.ToString());
        }
    }

    // What can be told to be wrong without a call is told before anything is asked or shown; null when it was.
    private (PodKey Key, JsonObject Manifest)? Plan(string name)
    {
        try
        {
            var key = PodKey.Parse(Namespace, name);
            if (key.Name != name)
                throw new FrankenetesException(ErrorCatalog.InvalidValue, $"'{name}' cannot be the name of a pod: lower-case letters, digits, hyphens and dots.", name);
            return (key, Request(key).ToManifest());
        }
        catch (FrankenetesException wrong)
        {
            WriteError(ErrorTranslator.ToErrorRecord(wrong, name));
            return null;
        }
    }

    private NewPodRequest Request(PodKey key) => new()
    {
        Key = key,
        Image = Image,
        Command = Command,
        Arguments = Argument,
        Ports = Port ?? [],
        Environment = Pairs(Env),
        Labels = Pairs(Label),
        Annotations = Pairs(Annotation),
        RestartPolicy = RestartPolicy,
        Cpu = Cpu,
        Memory = Memory is null ? null : PowerShellUnit().Replace(Memory, match => $"{match.Groups["number"]}{match.Groups["unit"].Value.ToUpperInvariant()}i"),
    };

    private async Task MakeAsync(PodKey key, JsonObject manifest, ICmdletOutput output, CancellationToken stop)
    {
        var client = await ConnectAsync(ClusterName, stop).ConfigureAwait(false);
        var pod = await client.CreateAsync(key, manifest, stop).ConfigureAwait(false);
        if (!Wait)
            output.Object(pod);
        else
            await PodWaiting.RunAsync([new PodTarget(client, key with { Uid = pod.Uid })], PodGoal.ReadyOrEnded, Timeout, (_, ready) => output.Object(ready ?? pod), output, stop).ConfigureAwait(false);
    }

    private static List<KeyValuePair<string, string>> Pairs(IDictionary? table) => table is null ? [] :
        [.. table.Keys.Cast<object>().Select(key => KeyValuePair.Create(Text(key), Text(table[key])))];

    // PowerShell's MB is Kubernetes' Mi. On the command line 512MB comes as it was typed.
    [GeneratedRegex("^(?<number>[0-9.]+)(?<unit>[KMGTP])B\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PowerShellUnit();

    // As PowerShell puts values into strings; a switch of a configuration is meant as Kubernetes writes it.
    private static string Text(object? value) => value is bool flag ? (flag ? "true" : "false") : LanguagePrimitives.ConvertTo<string>(value).ToString(CultureInfo.InvariantCulture);
}
