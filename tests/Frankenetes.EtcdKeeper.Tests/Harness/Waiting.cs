namespace Frankenetes.EtcdKeeper.Tests.Harness;

internal static class Waiting
{
    /// <summary>How long anything may take on a machine that has much else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Looks until it holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            if (await holds())
                return;
        }

        throw new TimeoutException($"This did not come to be: {what}.");
    }
}
