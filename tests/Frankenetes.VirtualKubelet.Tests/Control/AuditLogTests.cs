using Frankenetes.VirtualKubelet.Control;

namespace Frankenetes.VirtualKubelet.Tests.Control;

public sealed class AuditLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audit-");
    private readonly string _path;

    public AuditLogTests() => _path = Path.Combine(_folder.FullName, "audit.log");

    [Fact]
    public void Without_a_log_nothing_is_known() => Assert.False(new AuditLog(_path).TryFind(out _));

    [Theory]
    [InlineData("kubernetes-admin", "create", 201, true)]
    [InlineData("system:serviceaccount:default:worker", "patch", 200, true)]
    [InlineData("kubernetes-admin", "get", 200, false)]
    [InlineData("kubernetes-admin", "delete", 403, false)]
    [InlineData("system:node:frankenetes-linux", "patch", 200, false)]
    [InlineData("system:kube-controller-manager", "update", 200, false)]
    [InlineData("system:apiserver", "create", 201, false)]
    [InlineData("system:serviceaccount:kube-system:cronjob-controller", "create", 201, false)]
    public void Changes_of_people_and_workloads_count(string user, string verb, int code, bool counts)
    {
        File.WriteAllText(_path, Line(user, verb, code));
        Assert.Equal(counts ? new LastWrite(At(1), user, verb, "default/configmaps/memory") : null, Find());
    }

    [Fact]
    public void Questions_that_are_asked_by_a_create_change_nothing()
    {
        File.WriteAllText(_path, Line("kubernetes-admin", "create", 201).Replace("\"resource\":", "\"apiGroup\":\"authorization.k8s.io\",\"resource\":", StringComparison.Ordinal));
        Assert.Null(Find());
    }

    [Fact]
    public void The_newest_counts_however_much_stands_behind_it_and_half_a_line_is_none()
    {
        var noise = string.Concat(Enumerable.Repeat(Line("kubernetes-admin", "get", 200), 3000));
        File.WriteAllText(_path, Line("old", "create", 201) + Line("new", "create", 201, 2) + noise + Line("newest", "create", 201)[..40]);
        Assert.Equal(("new", At(2)), (Find()!.User, Find()!.At));
    }

    [Theory]
    [InlineData("\"code\":201", "\"code\":\"fine\"")]
    [InlineData("\"code\":201", "\"code\":99999999999")]
    [InlineData("\"responseStatus\":{\"code\":201}", "\"responseStatus\":\"fine\"")]
    [InlineData("2026-11-23T08:00:02Z", "yesterday")]
    [InlineData("\"verb\":\"create\"", "\"verb\":7")]
    [InlineData("{\"kind\"", "7,{\"kind\"")]
    public void An_odd_line_is_passed_over(string part, string odd)
    {
        File.WriteAllText(_path, Line("before", "create", 201) + Line("odd", "create", 201, 2).Replace(part, odd, StringComparison.Ordinal));
        Assert.Equal("before", Find()!.User);
    }

    [Fact]
    public void A_log_that_has_just_begun_anew_goes_on_from_the_one_before()
    {
        File.WriteAllText(_path, "");
        File.WriteAllText(Path.Combine(_folder.FullName, "audit-2026-11-23T08-00-00.000.log"), Line("older", "create", 201));
        File.WriteAllText(Path.Combine(_folder.FullName, "audit-2026-11-23T09-00-00.000.log"), Line("newer", "create", 201));
        Assert.Equal("newer", Find()!.User);
    }

    public void Dispose() => _folder.Delete(true);

    private LastWrite? Find()
    {
        Assert.True(new AuditLog(_path).TryFind(out var write));
        return write;
    }

    private static DateTimeOffset At(int second) => new(2026, 11, 23, 8, 0, second, TimeSpan.Zero);

    private static string Line(string user, string verb, int code, int second = 1) =>
        $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","stage":"ResponseComplete","verb":"{{verb}}","user":{"username":"{{user}}"},"objectRef":{"resource":"configmaps","namespace":"default","name":"memory"},"responseStatus":{"code":{{code}}},"requestReceivedTimestamp":"2026-11-23T07:00:00Z","stageTimestamp":"2026-11-23T08:00:0{{second}}Z"}""" + "\n";
}
