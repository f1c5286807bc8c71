using System.Globalization;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.StorageProvider;

namespace Frankenetes.LocalAzure.Insights;

/// <summary>Azure Monitor's metric <c>Transactions</c> of storage accounts, by the hour and by operation. Source: Microsoft.Insights metrics, 2018-01-01.</summary>
internal sealed class TransactionRoutes(StorageResources accounts, ResourceGroups resourceGroups, ResourceIds ids, TransactionTally tally)
{
    private const string Path = "/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Storage/storageAccounts/{name}/providers/Microsoft.Insights/metrics";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Answer);

    private IResult Answer(HttpContext context, string resourceGroup, string name)
    {
        var group = resourceGroups.Get(resourceGroup).Name;
        var account = accounts.Find(group, name) ?? throw ArmErrors.ResourceNotFound(ResourceIds.StorageAccountType, name, group);
        var (from, to) = Read(context.Request.Query);
        var id = ids.StorageAccount(group, account.Account.Name);
        return Results.Json(
            new
            {
                cost = 0,
                timespan = $"{Time(from)}/{Time(to)}",
                interval = "PT1H",
                @namespace = ResourceIds.StorageAccountType,
                resourceregion = account.Account.Location,
                value = new[]
                {
                    new
                    {
                        id = $"{id}/providers/Microsoft.Insights/metrics/Transactions",
                        type = "Microsoft.Insights/metrics",
                        name = new { value = "Transactions", localizedValue = "Transactions" },
                        unit = "Count",
                        errorCode = "Success",
                        timeseries = tally.Find(account.Account.Name, from, to).Select(api => new
                        {
                            metadatavalues = new[] { new { name = new { value = "apiname", localizedValue = "apiname" }, value = api.Key } },
                            data = api.Select(hour => new { timeStamp = Time(hour.Hour), total = (double)hour.Count }),
                        }),
                    },
                },
            },
            ArmJson.Options);
    }

    // What is asked for otherwise is refused rather than answered with something else.
    private static (DateTimeOffset From, DateTimeOffset To) Read(IQueryCollection query)
    {
        foreach (var (name, known) in new[] { ("metricnames", "Transactions"), ("interval", "PT1H"), ("aggregation", "total"), ("$filter", "ApiName eq '*'") })
        {
            if (!query[name].ToString().Equals(known, StringComparison.OrdinalIgnoreCase))
                throw ArmErrors.InvalidMetricsQuery($"Of {name} '{query[name]}' is not supported here: '{known}' is.");
        }

        return query["timespan"].ToString().Split('/') is [var first, var last] && Moment(first) is { } from && Moment(last) is { } to && from < to
            ? (from, to)
            : throw ArmErrors.InvalidMetricsQuery($"Invalid timespan '{query["timespan"]}': two times with '/' between.");
    }

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
