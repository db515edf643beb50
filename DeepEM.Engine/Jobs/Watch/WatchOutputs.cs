using System.Diagnostics;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Reports.Html.Watch;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>Writes the files that say how a watched place stands, each atomically, and not too often.</summary>
/// <remarks>
/// At most every five seconds, and less often where writing takes long: no more than a twentieth of the time goes into
/// it. Where nothing happens they are written every minute, which shows that the watcher lives.
/// </remarks>
/// <param name="folder">Where they go.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class WatchOutputs(string folder, TimeProvider clock)
{
    /// <summary>How it stands, for programs.</summary>
    public const string SummaryFile = "summary.json";

    /// <summary>How it stands, for people.</summary>
    public const string PageFile = "summary.html";

    /// <summary>How it stands, for Prometheus.</summary>
    public const string MetricsFile = "metrics.prom";

    /// <summary>All that happened.</summary>
    public const string EventFile = "events.jsonl";

    private const int LeastShare = 20;

    private static readonly TimeSpan _least = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _heartbeat = TimeSpan.FromMinutes(1);

    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private TimeSpan _pause = _least;
    private int _changes;

    /// <summary>How long until they may, or have to, be written again.</summary>
    /// <param name="board">What is known.</param>
    public TimeSpan Next(WatchBoard board)
    {
        TimeSpan left = _last + (board.Changes == _changes ? _heartbeat : _pause) - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Writes them all.</summary>
    /// <param name="board">What is known.</param>
    /// <param name="summary">What others know.</param>
    /// <exception cref="IOException">One could not be written.</exception>
    public void Write(WatchBoard board, WatchSummary summary)
    {
        long start = Stopwatch.GetTimestamp();
        _changes = board.Changes;
        board.WriteTables();
        WatchSummary complete = board.Complete(summary);
        AtomicFile.Write(Path.Combine(folder, SummaryFile), stream => WatchSummaryFile.Write(stream, complete));
        AtomicFile.Write(Path.Combine(folder, PageFile), stream => stream.Write(WatchPage.Make(complete)));
        AtomicFile.WriteText(
            Path.Combine(folder, MetricsFile), writer => WatchMetrics.Write(writer, complete));
        TimeSpan rest = LeastShare * Stopwatch.GetElapsedTime(start);
        (_last, _pause) = (clock.GetUtcNow(), rest > _least ? rest : _least);
    }
}
