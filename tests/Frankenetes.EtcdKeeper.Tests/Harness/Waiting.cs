namespace Frankenetes.EtcdKeeper.Tests.Harness;

internal static class Waiting
{
    /// <summary>Looks until it holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            if (await holds())
                return;
        }

        throw new TimeoutException($"This did not come to be: {what}.");
    }
}
