using Frankenetes.VirtualKubelet.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.VirtualKubelet.Tests.Control;

public sealed class AuditWitnessTests : IDisposable
{
    private const string Ack = "ack-audit-witness.json";
    private const string Line = """{"verb":"create","user":{"username":"kubernetes-admin"},"objectRef":{"namespace":"default","resource":"configmaps","name":"memory"},"stageTimestamp":"2026-11-23T05:10:00Z"}""";

    private readonly BlobContainer _blobs = new();
    private readonly CancellationTokenSource _end = new();
    private readonly string _log = Path.Combine(Directory.CreateTempSubdirectory("witness-").FullName, "audit.log");
    private readonly HttpClient _http;

    public AuditWitnessTests()
    {
        _http = new HttpClient(_blobs);
        var container = new ControlContainer(_http, new Uri("https://blob.test/acct/control?sig=s"));
        _ = new AuditWitness(container, new AuditLog(_log), 2, TimeSpan.FromMilliseconds(5), TimeProvider.System, NullLogger.Instance).RunAsync(_end.Token);
    }

    [Fact]
    public async Task Each_question_is_answered_with_what_the_log_says_then()
    {
        _blobs.Ask(2, "Run", "r1");
        Assert.False((await AnswerAsync("r1"))["knowsWrites"]!.GetValue<bool>());
        await File.WriteAllTextAsync(_log, Line + "\n");
        _blobs.Ask(2, "Run", "r2");
        var answer = await AnswerAsync("r2");
        Assert.True(answer["knowsWrites"]!.GetValue<bool>());
        Assert.Equal("default/configmaps/memory", answer["lastWrite"]!["resource"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(2, "Freeze")]
    [InlineData(3, "Run")]
    public async Task Nothing_else_is_answered(int epoch, string request)
    {
        _blobs.Ask(epoch, request, "r1");
        await _blobs.RequestedAsync(3);
        Assert.Null(_blobs.Read(Ack));
    }

    [Fact]
    public async Task Storage_that_fails_for_a_while_is_asked_again()
    {
        _blobs.Broken = true;
        _blobs.Ask(2, "Run", "r1");
        await _blobs.RequestedAsync(3);
        _blobs.Broken = false;
        await AnswerAsync("r1");
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _http.Dispose();
        Directory.Delete(Path.GetDirectoryName(_log)!, recursive: true);
    }

    private async Task<System.Text.Json.Nodes.JsonNode> AnswerAsync(string requestId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_blobs.Read(Ack) is { } ack && ack["requestId"]!.GetValue<string>() == requestId) return ack;
            await _blobs.RequestedAsync(1).WaitAsync(patience.Token);
        }
    }
}
