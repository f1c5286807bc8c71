using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Routes;

/// <summary>What Microsoft.ContainerInstance tells of itself and of a location.</summary>
internal sealed class LocationRoutes(ContainerGroups groups, ResourceIds ids)
{
    private const string Path = "/subscriptions/{subscription}/providers/Microsoft.ContainerInstance/locations/{location}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path + "/usages", Usages);
        routes.MapGet(Path + "/cachedImages", (HttpContext context) => ArmList.Page(context, Array.Empty<object>()));
        routes.MapGet(Path + "/capabilities", Capabilities);
        routes.MapGet("/providers/Microsoft.ContainerInstance/operations", (HttpContext context) => ArmList.Page(context, Operations()));
    }

    private IResult Usages(HttpContext context, string location)
    {
        var here = groups.All.Select(g => g.Record).Where(r => r.Location == location).ToList();
        var cores = here.SelectMany(r => r.Properties.Containers!).Sum(c => c.Properties!.Resources!.Requests!.Cpu ?? 0);
        return ArmList.Page(context, new[] { Usage(location, "ContainerGroups", "Container Groups", here.Count, 100), Usage(location, "StandardCores", "Standard Cores", (int)Math.Ceiling(cores), 100) });
    }

    private object Usage(string location, string name, string display, int current, int limit) => new
    {
        id = $"{ids.Subscription}/providers/Microsoft.ContainerInstance/locations/{location}/usages/{name}",
        unit = "Count",
        currentValue = current,
        limit,
        name = new { value = name, localizedValue = display },
    };

    private static IResult Capabilities(HttpContext context, string location) => ArmList.Page(context, new[]
    {
        new
        {
            resourceType = "containerGroups",
            osType = "Linux",
            location,
            ipAddressType = "Public",
            gpu = "None",
            capabilities = new { maxMemoryInGB = 256, maxCpu = 32, maxGpuCount = 0 },
        },
    });

    private static IEnumerable<object> Operations() =>
        from verb in new[] { "read", "write", "delete", "restart/action", "start/action", "stop/action" }
        select new { name = $"{ResourceIds.ContainerGroupType}/{verb}", display = new { provider = "Microsoft Container Instance", resource = "Container Group", operation = verb }, origin = "User" };
}
