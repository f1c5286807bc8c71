using System.Text.RegularExpressions;
using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>What one container asks for.</summary>
internal static partial class ContainerChecks
{
    private const int LongestVariableName = 63;
    private const string Elsewhere = "the pod agent relays HTTPS to the pod itself alone";

    public static List<Refusal> Find(V1Container container, string at, V1PodSpec spec, PodAnnotations annotations, bool agent)
    {
        var found = new List<Refusal>();
        void Add(bool wrong, string field, string reason)
        {
            if (wrong) found.Add(new($"{at}.{field}", reason));
        }

        Add(string.IsNullOrEmpty(container.Name) || !Name().IsMatch(container.Name), "name", "must be 1 to 63 lower-case letters, digits and hyphens");
        Add(string.IsNullOrWhiteSpace(container.Image), "image", "is required");
        Add(!string.IsNullOrWhiteSpace(container.Image) && container.Image.Any(char.IsWhiteSpace), "image", "holds white space");
        Add(!agent && !string.IsNullOrEmpty(container.WorkingDir), "workingDir", "ACI uses the image's; change the folder in the command, or let the pod agent run");
        Add(container.WorkingDir is { Length: > 0 } folder && folder[0] != '/', "workingDir", "must be absolute");
        Add(!agent && container.Stdin == true, "stdin", "ACI's containers have no input; the pod agent gives them one where the pod lets it run");
        Add(!agent && container.Tty == true, "tty", "ACI's containers have no terminal; the pod agent gives them one where the pod lets it run");
        Add(container.TerminationMessagePath is { Length: > 0 } message && message[0] != '/', "terminationMessagePath", "must be absolute");
        Add(container.VolumeDevices is { Count: > 0 }, "volumeDevices", "ACI has no block devices");
        foreach (var variable in container.Env ?? [])
            Add(!Variable().IsMatch(variable.Name ?? "") || variable.Name!.Length > LongestVariableName, $"env[{variable.Name}]", $"ACI takes names of up to {LongestVariableName} letters, digits and underscores that do not begin with a digit");
        FindPrivileges(container, spec, annotations, Add);
        if (at.StartsWith("spec.initContainers", StringComparison.Ordinal)) FindInInit(container, Add);
        else FindHooksAndProbes(container, agent, Add);
        return found;
    }

    private static void FindInInit(V1Container container, Action<bool, string, string> add)
    {
        add(container.RestartPolicy is not null, "restartPolicy", "init containers of ACI end before the others start; make it a container of its own");
        add(container.Ports is { Count: > 0 }, "ports", "init containers of ACI have no ports");
        add(container.LivenessProbe is not null, "livenessProbe", "init containers of ACI are not probed");
        add(container.ReadinessProbe is not null, "readinessProbe", "init containers of ACI are not probed");
        add(container.StartupProbe is not null, "startupProbe", "init containers of ACI are not probed");
        add(container.Lifecycle is not null, "lifecycle", "init containers have no hooks");
        add(container.Stdin == true, "stdin", "nobody can attach to an init container of ACI");
        add(container.Tty == true, "tty", "nobody can attach to an init container of ACI");
    }

    private static void FindHooksAndProbes(V1Container container, bool agent, Action<bool, string, string> add)
    {
        add(container.Lifecycle?.PostStart is not null && !agent, "lifecycle.postStart", "ACI has no hooks; the pod agent calls this one where the pod lets it run");
        add(IsHttpsElsewhere(container.Lifecycle?.PostStart?.HttpGet), "lifecycle.postStart.httpGet.host", Elsewhere);
        add(IsHttpsElsewhere(container.Lifecycle?.PreStop?.HttpGet), "lifecycle.preStop.httpGet.host", Elsewhere);
        add(container.Lifecycle?.PreStop is not null && !agent, "lifecycle.preStop", "ACI has no hooks; the pod agent calls this one where the pod lets it run");
        add(container.StartupProbe is not null && !agent, "startupProbe", "ACI has none; the pod agent probes where the pod lets it run");
        foreach (var (probe, name) in new[] { (container.LivenessProbe, "livenessProbe"), (container.ReadinessProbe, "readinessProbe"), (container.StartupProbe, "startupProbe") })
        {
            if (probe is null) continue;
            var actions = new object?[] { probe.Exec, probe.HttpGet, probe.TcpSocket, probe.Grpc }.Count(action => action is not null);
            add(actions != 1, name, "needs exactly one of exec, httpGet, tcpSocket and grpc");
            add(probe.Exec is not null && probe.Exec.Command is not { Count: > 0 }, $"{name}.exec.command", "is required");
            add(agent && IsHttpsElsewhere(probe.HttpGet), $"{name}.httpGet.host", Elsewhere);
            if (agent) continue;
            add(probe.TcpSocket is not null, $"{name}.tcpSocket", "ACI probes by exec and httpGet only; the pod agent by all where the pod lets it run");
            add(probe.Grpc is not null, $"{name}.grpc", "ACI probes by exec and httpGet only; the pod agent by all where the pod lets it run");
            add(!string.IsNullOrEmpty(probe.HttpGet?.Host), $"{name}.httpGet.host", "ACI probes the container itself");
        }
    }

    private static bool IsHttpsElsewhere(V1HTTPGetAction? get) => ProbeTranslator.IsHttps(get) && !string.IsNullOrEmpty(get.Host);

    private static void FindPrivileges(V1Container container, V1PodSpec spec, PodAnnotations annotations, Action<bool, string, string> add)
    {
        var context = container.SecurityContext;
        var user = context?.RunAsUser ?? spec.SecurityContext?.RunAsUser;
        var nonRoot = context?.RunAsNonRoot ?? spec.SecurityContext?.RunAsNonRoot;
        add(context?.Privileged == true && annotations[PodAnnotations.Sku] != "Confidential", "securityContext.privileged", $"ACI allows it in the Confidential sku alone ({PodAnnotations.Sku})");
        add(context?.ReadOnlyRootFilesystem == true, "securityContext.readOnlyRootFilesystem", "ACI has no such switch");
        add(context?.ProcMount is not (null or "" or "Default"), "securityContext.procMount", "ACI mounts /proc its own way");
        add(context?.SeLinuxOptions is not null, "securityContext.seLinuxOptions", "ACI's hosts have none");
        add(context?.WindowsOptions is not null, "securityContext.windowsOptions", "ACI takes none of them");
        add(context?.SeccompProfile?.Type is "Localhost", "securityContext.seccompProfile", "a container group has no host whose file could be used");
        add(nonRoot == true && user == 0, "securityContext.runAsUser", "is root, which runAsNonRoot forbids");
        add(user is < 0 or > int.MaxValue, "securityContext.runAsUser", "must be 0 to 2147483647");
        add((context?.RunAsGroup ?? spec.SecurityContext?.RunAsGroup) is < 0 or > int.MaxValue, "securityContext.runAsGroup", "must be 0 to 2147483647");
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Variable();
}
