namespace Frankenetes.VirtualKubelet.Tests.Harness;

internal static class Waiting
{
    /// <summary>Looks until it is there.</summary>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            if (await look() is { } found) return found;
        }
        throw new TimeoutException($"This did not come to be: {what}.");
    }

    /// <summary>Looks until it holds.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string what) => ForAsync(async () => await holds() ? what : null, what);

    /// <summary>Looks until it holds.</summary>
    public static Task UntilAsync(Func<bool> holds, string what) => UntilAsync(() => Task.FromResult(holds()), what);
}
