using Frankenetes.KubeletStreams.Spdy;

namespace Frankenetes.KubeletStreams.Tests.Spdy;

public class HeaderInflaterTests
{
    // Two blocks of one zlib stream with SPDY/3's dictionary, made with zlib itself.
    private const string First = "78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45a024cc64610024398b209198094adc8c0600000000ffff";
    private const string Second = "c2aa15540a2512d209000000ffff";

    [Fact]
    public void The_dictionary_has_the_checksum_that_zlib_streams_name()
    {
        uint a = 1, b = 0;
        foreach (var octet in HeaderDictionary.Bytes) b = (b + (a = (a + octet) % 65521)) % 65521;
        Assert.Equal(HeaderDictionary.Id, (b << 16) | a);
    }

    [Fact]
    public void Blocks_that_refer_to_the_dictionary_and_to_earlier_blocks_are_unpacked()
    {
        using var inflater = new HeaderInflater(1024);
        var first = HeaderBlock.Parse(inflater.Inflate(Convert.FromHexString(First)));
        var second = HeaderBlock.Parse(inflater.Inflate(Convert.FromHexString(Second)));
        Assert.Equal(("error", "80", "0"), (first["streamType"], first["port"], first["requestID"]));
        Assert.Equal(("data", "80", "0"), (second["streamType"], second["port"], second["requestID"]));
    }

    [Fact]
    public void A_block_that_unpacks_to_more_than_the_limit_is_refused()
    {
        using var inflater = new HeaderInflater(4096);
        using var client = new SpdyClient(Stream.Null);
        var bomb = client.Compress(new byte[10_000_000]);
        Assert.True(bomb.Length < 32 * 1024);
        Assert.Throws<SpdyException>(() => inflater.Inflate(bomb).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("78")]
    [InlineData("000000000000")]
    [InlineData("78f9deadbeef0000")]
    [InlineData("7801ffffffffffffffff")]
    public void What_is_no_zlib_of_SPDY_is_refused(string block)
    {
        using var inflater = new HeaderInflater(4096);
        Assert.Throws<SpdyException>(() => HeaderBlock.Parse(inflater.Inflate(Convert.FromHexString(block))).Count);
    }

    [Theory]
    [InlineData("ffffffff")]
    [InlineData("7fffffff")]
    [InlineData("00000001")]
    [InlineData("00000001ffffffff")]
    [InlineData("000000010000000161")]
    [InlineData("0000000100000001617fffffff61")]
    [InlineData("000000010000000000000000")]
    [InlineData("0000000000")]
    public void Hostile_counts_and_lengths_are_refused(string block) =>
        Assert.Throws<SpdyException>(() => HeaderBlock.Parse(Convert.FromHexString(block)).Count);
}
