using Frankenetes.Ledger.Entries;

namespace Frankenetes.Ledger.Tests.Lives;

public class LedgerLinesTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var entry = new LedgerEntry
        {
            At = new DateTimeOffset(2026, 11, 23, 8, 0, 0, 123, TimeSpan.Zero), What = LedgerEvent.Creating, ResourceGroup = "dev-pods", Group = "default-web", Role = "pod", Node = "frankenetes-linux",
            PodUid = "5", PodNamespace = "default", PodName = "web", Size = new GroupSize(0.5, 1.5, 1, "V100", "Linux", true, "Standard"),
        };
        var text = System.Text.Encoding.UTF8.GetString(LedgerLines.Write([entry, entry]));
        Assert.Equal([entry, entry], LedgerLines.Read(text));
        Assert.Equal(2, text.Count(character => character == '\n'));
    }

    [Fact]
    public void Lines_that_are_none_or_of_later_times_are_left_out()
    {
        const string text = """
            {"at":"2026-11-23T08:00:00Z","what":"Created","resourceGroup":"dev-pods","group":"default-web","later":1}
            {"at":"2026-11-23T08:00:00Z","what":"Teleported","resourceGroup":"dev-pods"}
            {"at":"2026-11-

            """;
        Assert.Equal(LedgerEvent.Created, Assert.Single(LedgerLines.Read(text)).What);
    }
}
