using System.Threading.Channels;
using DeepEM.Cli.Web;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

[Category(TestCategory.Smoke)]
public sealed class EventHubTests
{
    private const long First = 1000;

    private EventHub<string> _hub = null!;

    [SetUp]
    public void Create_hub() => _hub = new EventHub<string>(
        (what, last) => [new StreamEvent(last + 1, what, null, default)],
        last => new StreamEvent(last, "all", null, default),
        First);

    [TearDown]
    public void End_hub() => _hub.End();

    [Test]
    public async Task Every_page_is_told_everything_in_order()
    {
        ChannelReader<StreamEvent> one = _hub.Open(null, CancellationToken.None);
        ChannelReader<StreamEvent> other = _hub.Open(null, CancellationToken.None);
        Add(100);

        Assert.That(await Read(one, 100), Is.EqualTo(Enumerable.Range(0, 100).Select(i => $"{First + 1 + i} e{i}")));
        Assert.That(await Read(other, 100), Has.Length.EqualTo(100));
    }

    [Test]
    public async Task A_page_that_was_away_gets_what_it_has_missed_and_then_what_comes()
    {
        ChannelReader<StreamEvent> first = _hub.Open(null, CancellationToken.None);
        Add(10);
        await Read(first, 10);
        ChannelReader<StreamEvent> again = _hub.Open(First + 7, CancellationToken.None);
        _hub.Add("later");

        Assert.That(
            await Read(again, 4), Is.EqualTo([$"{First + 8} e7", $"{First + 9} e8", $"{First + 10} e9", "1011 later"]));
    }

    [TestCase(First - 5)]
    [TestCase(First + 50_000)]
    [TestCase(First + 10)]
    public async Task One_that_was_away_too_long_or_is_of_another_start_asks_for_everything(long lastSeen)
    {
        int count = EventHub<string>.MostKept + 100;
        ChannelReader<StreamEvent> first = _hub.Open(null, CancellationToken.None);
        Add(count);
        await Read(first, count);

        Assert.That(
            await Read(_hub.Open(lastSeen, CancellationToken.None), 1), Is.EqualTo([$"{First + count} all"]));
    }

    [Test]
    public async Task A_page_that_is_closed_is_told_no_more()
    {
        using CancellationTokenSource close = new();
        ChannelReader<StreamEvent> page = _hub.Open(null, close.Token);
        await close.CancelAsync();

        Assert.That(await page.WaitToReadAsync(), Is.False);
    }

    private void Add(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _hub.Add($"e{i}");
        }
    }

    private static async Task<string[]> Read(ChannelReader<StreamEvent> page, int count)
    {
        string[] read = new string[count];
        for (int i = 0; i < count; i++)
        {
            StreamEvent next = await page.ReadAsync();
            read[i] = $"{next.Id} {next.Name}";
        }

        return read;
    }
}
