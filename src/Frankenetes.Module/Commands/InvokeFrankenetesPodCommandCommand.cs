using System.Management.Automation;
using System.Text;
using Frankenetes.Clusters.Pods;
using Frankenetes.Clusters.Pods.Commands;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Commands;

/// <summary>
/// Runs a command in a pod's container and writes what it said and how it ended. Where a pod is named, what comes through the pipeline goes to the command's standard input as it
/// comes; else the pipeline brings the pods.
/// </summary>
/// <example><code>Invoke-FrankenetesPodCommand dev web -- ls -l /etc</code>Runs a program with arguments and shows what it said.</example>
/// <example><code>(Invoke-FrankenetesPodCommand dev web -Command sh, -c, 'exit 7').ExitCode</code>Tells how a shell's command ended.</example>
/// <example><code>Get-Content dump.sql | Invoke-FrankenetesPodCommand dev db -- psql -U postgres</code>Sends lines to a program's standard input.</example>
/// <example><code>Get-FrankenetesPod dev -Selector app=web | Invoke-FrankenetesPodCommand -Command hostname</code>Runs a program in several pods.</example>
[Cmdlet(VerbsLifecycle.Invoke, "FrankenetesPodCommand", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(FrankenetesPodCommandResult))]
public sealed class InvokeFrankenetesPodCommandCommand : PodCmdlet
{
    private const string ByName = "Name";
    private const string ByPod = "Pod";
    private CommandInput? _input;
    private Task<FrankenetesPodCommandResult>? _running;
    private CancellationTokenSource? _cut;

    /// <summary>The cluster; the only one there is when left out. Pods from the pipeline know their own.</summary>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [Parameter(ParameterSetName = ByPod)]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ClusterName { get; set; }

    /// <summary>The pod's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByName)]
    [Alias("PodName")]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The program and its arguments, such as sh, -c, 'exit 7'. Behind -- they need no commas: -- ls -l /. There is no shell unless one is named.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = ByName, ValueFromRemainingArguments = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPod, ValueFromRemainingArguments = true)]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <summary>The pod's namespace; the namespace default when left out. Pods from the pipeline know their own.</summary>
    [Parameter]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The container; the one that the pod's annotation kubectl.kubernetes.io/default-container names when left out, else the first.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Container { get; set; }

    /// <summary>What the command reads from standard input: bytes as they are, anything else as a line of text in UTF-8.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = ByName)]
    [AllowNull]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>Pods of Get-FrankenetesPod, pods of kubectl's JSON after ConvertFrom-Json, or objects with the properties Name, Namespace and ClusterName: the command runs in each, one after the other.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByPod)]
    [ValidateNotNull]
    public object? Pod { get; set; }

    /// <summary>Starts the command where a pod is named.</summary>
    protected override void BeginProcessing()
    {
        if (ParameterSetName != ByName)
            return;
        var hasInput = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));
        var identity = new PodIdentity(ClusterName, Namespace, Name, null);
        if (!IsMeant(identity))
            return;
        _cut = new CancellationTokenSource();
        _input = hasInput ? new CommandInput() : null;
        _running = Task.Run(() => RunAsync(identity, _input, _cut.Token));
    }

    /// <summary>Passes input on, or runs the command in the pods of the pipeline.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ByPod)
            RunInEach(Pod);
        else if (_input is { } input && _running is { IsCompleted: false } running)
            // Nobody reads on once the command has ended.
            Pump((_, stop) => Task.WhenAny(input.WriteAsync(InputObject, stop), running));
    }

    /// <summary>Waits for the end of the command where a pod is named.</summary>
    protected override void EndProcessing()
    {
        _input?.Complete();
        if (_running is { } running)
            Pump(async (output, stop) => output.Object(await running.WaitAsync(stop).ConfigureAwait(false)), Name);
    }

    /// <summary>Cuts the connection.</summary>
    protected override void StopProcessing()
    {
        _cut?.Cancel();
        base.StopProcessing();
    }

    /// <summary>Cuts the connection where it is still open.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cut?.Cancel();
            _ = _running?.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        }

        base.Dispose(disposing);
    }

    private void RunInEach(object? item)
    {
        foreach (var pod in Identities(item))
        {
            if (IsMeant(pod))
                Pump(async (output, stop) => output.Object(await RunAsync(pod, null, stop).ConfigureAwait(false)), pod.Name);
        }
    }

    private List<PodIdentity> Identities(object? item)
    {
        var pods = new List<PodIdentity>();
        Pump((_, stop) => Task.Run(() => pods.AddRange(PodIdentity.Read(item)), stop), item);
        return pods;
    }

    private bool IsMeant(PodIdentity pod) => ShouldProcess(
        $"{pod.ClusterName ?? ClusterName ?? "the cluster"}/{pod.Namespace ?? Namespace ?? PodScope.DefaultNamespace}/{pod.Name}", $"Run '{string.Join(' ', Command)}'");

    private async Task<FrankenetesPodCommandResult> RunAsync(PodIdentity identity, CommandInput? input, CancellationToken stop)
    {
        var client = await ConnectAsync(identity.ClusterName ?? ClusterName, stop).ConfigureAwait(false);
        var key = PodKey.Parse(identity.Namespace ?? Namespace ?? PodScope.DefaultNamespace, identity.Name, identity.Uid);
        var container = PodContainers.Choose(await client.GetAsync(key, stop).ConfigureAwait(false), Container);
        var began = TimeProvider.System.GetTimestamp();
        var end = await new PodCommandRun(client, new PodCommand(key, container, Command)).RunAsync(input?.ReadAsync(stop), stop).ConfigureAwait(false);
        return new FrankenetesPodCommandResult
        {
            ClusterName = client.Cluster,
            Namespace = key.Namespace,
            PodName = key.Name,
            Container = container,
            Command = Command,
            ExitCode = end.ExitCode,
            Output = Lines(end.Output),
            Error = Lines(end.Error),
            Duration = TimeProvider.System.GetElapsedTime(began),
        };
    }

    private static string[] Lines(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (text.Length == 0)
            return [];
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}
