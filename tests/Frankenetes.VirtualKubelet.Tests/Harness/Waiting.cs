namespace Frankenetes.VirtualKubelet.Tests.Harness;

internal static class Waiting
{
    /// <summary>Looks until it is there.</summary>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> look, string what, int seconds = 30)
        where T : class
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(seconds); DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            if (await look() is { } found) return found;
        }
        throw new TimeoutException($"This did not come to be: {what}.");
    }

    /// <summary>Looks until it holds.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string what, int seconds = 30) => ForAsync(async () => await holds() ? what : null, what, seconds);

    /// <summary>Looks until it holds.</summary>
    public static Task UntilAsync(Func<bool> holds, string what, int seconds = 30) => UntilAsync(() => Task.FromResult(holds()), what, seconds);
}
