using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters.Tests.Records;

public sealed class LeaseJournalTests : IDisposable
{
    private static readonly Guid Cluster = Guid.NewGuid();
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-").FullName;
    private readonly HashSet<LockHolder> _alive = [];

    [Fact]
    public async Task A_lease_is_abandoned_once_its_process_is_gone()
    {
        var holder = Process(1);
        await Journal(holder).NoteAsync(Cluster, "a", CancellationToken.None);
        Assert.Empty(Journal(Process(2)).Abandoned(Cluster));
        _alive.Remove(holder);
        Assert.Equal(["a"], Journal(Process(2)).Abandoned(Cluster));
        Assert.Empty(Journal(Process(2)).Abandoned(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_forgotten_lease_is_nobody_s()
    {
        var holder = Process(1);
        await Journal(holder).NoteAsync(Cluster, "a", CancellationToken.None);
        Journal(holder).Forget(Cluster, "a");
        _alive.Remove(holder);
        Assert.Empty(Journal(Process(2)).Abandoned(Cluster));
    }

    [Fact]
    public async Task What_this_process_could_not_give_back_it_may_give_back_later()
    {
        var journal = Journal(Process(1));
        await journal.NoteAsync(Cluster, "a", CancellationToken.None);
        Assert.Empty(journal.Abandoned(Cluster));
        journal.Abandon("a");
        Assert.Equal(["a"], journal.Abandoned(Cluster));
        Assert.Empty(Journal(Process(2)).Abandoned(Cluster));
    }

    [Fact]
    public async Task What_another_machine_noted_in_a_shared_home_is_left_alone()
    {
        await new LeaseJournal(_folder, Process(1) with { Machine = "other" }, _ => false).NoteAsync(Cluster, "a", CancellationToken.None);
        Assert.Empty(Journal(Process(2)).Abandoned(Cluster));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_keeps_nobody_from_working()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var journal = new LeaseJournal(file, Process(1), _ => false);
        await journal.NoteAsync(Cluster, "a", CancellationToken.None);
        Assert.Empty(journal.Abandoned(Cluster));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private LeaseJournal Journal(LockHolder self) => new(_folder, self, _alive.Contains);

    private LockHolder Process(int id)
    {
        var holder = new LockHolder("here", id, DateTimeOffset.UnixEpoch);
        _alive.Add(holder);
        return holder;
    }
}
