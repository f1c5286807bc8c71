using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>Ports that a group cannot have.</summary>
internal static class PortChecks
{
    private const int MostPublicPorts = 5;

    // What ACI keeps for itself. Source: Azure's documentation, "Resource availability and quota limits for ACI", reserved ports.
    private static readonly (int First, int Last)[] _reserved =
        [(22, 22), (1025, 1027), (3389, 3399), (9999, 9999), (19000, 19000), (19080, 19080), (19100, 19100), (19390, 19390), (20000, 30000), (49152, 65534)];

    public static List<Refusal> Find(V1PodSpec spec, PodAnnotations annotations)
    {
        var found = new List<Refusal>();
        var all = (from container in spec.Containers from port in container.Ports ?? [] select (At: $"{ContainerPaths.Of(container)}.ports[{port.ContainerPort}]", Port: port)).ToList();
        foreach (var (at, port) in all) Check(at, port, found);
        foreach (var shared in all.GroupBy(one => (one.Port.ContainerPort, one.Port.Protocol ?? "TCP")).Where(group => group.Count() > 1))
            found.Add(new(shared.Last().At, "two containers of a group cannot have the same port"));
        if (all.Count > MostPublicPorts && annotations.IsOn(PodAnnotations.PublicAddress, otherwise: true))
            found.Add(new(all[MostPublicPorts].At, $"{all.Count} ports are more than the {MostPublicPorts} that a public address has; {PodAnnotations.PublicAddress}: \"false\" leaves the address out"));
        return found;
    }

    private static void Check(string at, V1ContainerPort port, List<Refusal> found)
    {
        if (port.ContainerPort is < 1 or > 65535) found.Add(new(at, "must be 1 to 65535"));
        if (port.Protocol is not (null or "" or "TCP" or "UDP")) found.Add(new($"{at}.protocol", "ACI knows TCP and UDP"));
        if (port.HostPort is > 0 && port.HostPort != port.ContainerPort) found.Add(new($"{at}.hostPort", "ACI publishes a port under its own number"));
        if (!string.IsNullOrEmpty(port.HostIP) && port.HostIP != "0.0.0.0") found.Add(new($"{at}.hostIP", "a container group has no host"));
        if (_reserved.Any(range => port.ContainerPort >= range.First && port.ContainerPort <= range.Last)) found.Add(new(at, "ACI reserves this port for itself"));
    }
}
