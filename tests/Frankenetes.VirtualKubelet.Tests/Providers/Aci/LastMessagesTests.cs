using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;
using Frankenetes.VirtualKubelet.Tests.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

public sealed class LastMessagesTests : IDisposable
{
    private const string Mark = "frankenetes-pod message YmVjYXVzZQ==\n";
    private static readonly PodKey Pod = new("default", "web");

    private readonly FakeTimeProvider _time = new();
    private readonly Logs _logs = new();
    private readonly Former _former = new();
    private readonly ArmAllowance _allowance = new(new(), TimeProvider.System);
    private readonly LastMessages _messages;

    public LastMessagesTests() => _messages = new LastMessages(new PodGroups(_logs, TestPods.Configuration), _former, _allowance, _time);

    [Theory]
    [InlineData("one\ntwo\n" + Mark, null, "one\ntwo\n")]
    [InlineData("one\ntwo\n" + Mark, 1, "two\n")]
    [InlineData(Mark, null, "")]
    [InlineData("one\n2026-01-01T00:00:01Z " + Mark, null, "one\n")]
    [InlineData("one\ntwo\n", 1, "two\n")]
    [InlineData("one\nit said: frankenetes-pod message YmVjYXVzZQ==\n", null, "one\nit said: frankenetes-pod message YmVjYXVzZQ==\n")]
    [InlineData("frankenetes-pod message of mine!\n", null, "frankenetes-pod message of mine!\n")]
    public async Task Logs_show_what_the_program_wrote_alone(string log, int? tail, string expected) =>
        Assert.Equal(expected, await LastMessages.HideAsync(lines => Task.FromResult(Cut(log, lines)), tail));

    [Fact]
    public async Task What_left_no_message_is_asked_for_as_long_as_a_log_may_lag_behind_and_no_longer()
    {
        var over = Over();
        Assert.Null(await EndedAsync(over));
        Assert.Null(await EndedAsync(over));
        Assert.Equal(2, _logs.Asked);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await EndedAsync(over));
        Assert.Null(await EndedAsync(over));
        Assert.Equal(3, _logs.Asked);
    }

    [Fact]
    public async Task A_message_is_read_once_for_each_run()
    {
        _logs.Text = Mark;
        var over = Over();
        Assert.Equal("because", await EndedAsync(over));
        Assert.Equal("because", await EndedAsync(over));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("because", await EndedAsync(Over()));
        Assert.Equal(2, _logs.Asked);
    }

    [Fact]
    public async Task A_program_that_could_not_be_given_its_place_says_why()
    {
        _logs.Text = Mark;
        Assert.Equal("because", await EndedAsync(Over(), parent: false));
    }

    [Fact]
    public async Task A_look_for_which_no_read_is_left_tells_the_instance_and_a_later_one_the_message()
    {
        _logs.Text = Mark;
        using var allowance = new ArmAllowance(new(), TimeProvider.System);
        var messages = new LastMessages(new PodGroups(_logs, TestPods.Configuration), _former, allowance, _time);
        var over = Over();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Throws<ProviderException>(Exhaust);
        Assert.Null(await EndedAsync(over, messages));
        await Waiting.UntilAsync(async () => await EndedAsync(over, messages) == "because", "the message is told");

        void Exhaust()
        {
            while (true) allowance.Read();
        }
    }

    [Fact]
    public async Task An_agent_that_does_not_answer_does_not_hold_a_look_up()
    {
        _former.Hangs = true;
        var again = new ContainerInstance { Current = new ContainerRun(_time.GetUtcNow()), Previous = Over(), Restarts = 1 };
        var looking = LookAsync(again, _messages);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null((await looking.WaitAsync(TimeSpan.FromSeconds(30))).Previous!.Message);
        _former.Hangs = false;
        Assert.Equal("kept", (await LookAsync(again, _messages)).Previous!.Message);
    }

    public void Dispose() => _allowance.Dispose();

    private ContainerRun Over() => new(_time.GetUtcNow(), _time.GetUtcNow(), 1);

    private async Task<string?> EndedAsync(ContainerRun run, LastMessages? messages = null, bool parent = true) =>
        (await LookAsync(new ContainerInstance { Current = run }, messages ?? _messages, parent)).Current!.Message;

    private static async Task<ContainerInstance> LookAsync(ContainerInstance container, LastMessages messages, bool parent = true)
    {
        var made = new ContainerInstanceContainer("main", "x", new ContainerResourceRequirements(new ContainerResourceRequestsContent(1, 1))) { Command = [TranslationSettings.PodAgentProgram, "run", .. parent ? new[] { "--state", "/s" } : [], "--", "x"] };
        var group = new ContainerGroupData("eastus", [made], ContainerInstanceOperatingSystemType.Linux);
        var instance = new PodInstance { Uid = "u", Containers = new Dictionary<string, ContainerInstance> { ["main"] = container } };
        return (await messages.AddAsync(Pod, group, instance, CancellationToken.None)).Containers["main"];
    }

    private static string Cut(string log, int? lines) => lines is { } count ? string.Concat(log.TrimEnd('\n').Split('\n').TakeLast(count).Select(line => line + "\n")) : log;

    /// <summary>One log for all.</summary>
    private sealed class Logs : NoGroups
    {
        public string Text { get; set; } = "";

        public int Asked { get; private set; }

        public override Task<string> GetLogsAsync(string resourceGroup, string name, string container, int? tail, bool timestamps, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(Text);
        }
    }

    /// <summary>One former run for all.</summary>
    private sealed class Former : IFormerRuns
    {
        public bool Hangs { get; set; }

        public async Task<string?> ReadAsync(PodKey pod, string container, bool message, CancellationToken cancellationToken)
        {
            if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return "kept";
        }
    }
}
