using System.Text;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Tests.Pods;

public class CommandInputTests
{
    [Fact]
    public async Task Text_becomes_lines_and_bytes_stay_as_they_are()
    {
        var input = new CommandInput();
        foreach (var item in new object?[] { "zwölf", (byte)65, new byte[] { 66, 10 }, 7, "", null })
            await input.WriteAsync(item, CancellationToken.None);
        input.Complete();
        var text = new StringBuilder();
        await foreach (var piece in input.ReadAsync(CancellationToken.None))
            text.Append(Encoding.UTF8.GetString(piece.Span));
        Assert.Equal("zwölf\nAB\n7\n\n\n", text.ToString());
    }

    [Fact]
    public async Task A_writer_waits_for_a_slow_reader()
    {
        var input = new CommandInput();
        var written = 0;
        Task writing;
        while ((writing = input.WriteAsync("line", CancellationToken.None)).IsCompleted)
            Assert.InRange(++written, 1, 2000);
        await using var reading = input.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        await writing;
    }
}
