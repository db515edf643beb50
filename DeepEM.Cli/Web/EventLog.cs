using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Work;

namespace DeepEM.Cli.Web;

/// <summary>What happened in a project lately, and all who listen. A page that was away for a while is told what it has
/// missed.</summary>
internal sealed class EventLog
{
    // Minutes of a busy picking; who was away for longer reads anew.
    private const int Kept = 4096;

    private readonly Lock _lock = new();
    private readonly ServedProject _project;
    private readonly EngineProject _words;
    private readonly Queue<StreamEvent> _last = new();
    private readonly List<Channel<StreamEvent>> _listeners = [];
    private long _number;

    /// <summary>Listens to a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="words">Says what happened in the words of the wire.</param>
    public EventLog(ServedProject project, EngineProject words)
    {
        (_project, _words) = (project, words);
        project.Happened += Take;
    }

    /// <summary>What happens from now on, or from an event on.</summary>
    /// <param name="lastSeen">Number of the last event that was seen; null for none.</param>
    /// <param name="token">Ends it.</param>
    public ChannelReader<StreamEvent> Read(long? lastSeen, CancellationToken token)
    {
        var channel = Channel.CreateUnbounded<StreamEvent>();
        StreamEvent whole = Event("project", string.Empty, _words.Project(), WebJson.Default.ProjectAnswer);
        lock (_lock)
        {
            if (lastSeen is { } seen)
            {
                // Too long ago, or of another server: the whole project is told, and the page reads the rest anew.
                bool isKnown = seen <= _number && (_last.Count == 0 ? seen == _number : seen >= _last.Peek().Id - 1);
                IEnumerable<StreamEvent> missed = isKnown
                    ? _last.Where(each => each.Id > seen)
                    : [whole with { Id = ++_number }];
                foreach (StreamEvent each in missed)
                {
                    channel.Writer.TryWrite(each);
                }
            }

            _listeners.Add(channel);
        }

        token.Register(() =>
        {
            lock (_lock)
            {
                _listeners.Remove(channel);
            }

            channel.Writer.TryComplete();
        });
        return channel.Reader;
    }

    private void Take(ServedEvent what)
    {
        // Whoever tells may hold locks of the project, and so may whoever asks it: not under the lock of this list.
        StreamEvent next = Of(what);
        lock (_lock)
        {
            next = next with { Id = ++_number };
            _last.Enqueue(next);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }

            foreach (Channel<StreamEvent> listener in _listeners)
            {
                listener.Writer.TryWrite(next);
            }
        }
    }

    private StreamEvent Of(ServedEvent what) => what switch
    {
        ServedEvent.Edited edited => Event(
            "edit",
            null,
            new EditEvent(edited.Number, edited.Client, [.. _words.Operations(edited.Edits)]),
            WebJson.Default.EditEvent),
        ServedEvent.Worked worked => Event(
            "job", worked.Job.Id, WireWords.Of(worked.Job), WebJson.Default.JobAnswer),
        ServedEvent.Learnt learnt => Event(
            "curve", null, Curve(learnt.Job, learnt.Point), WebJson.Default.CurveEvent),
        ServedEvent.Micrograph one => Event(
            "micrograph", Text(one.Index), Micrograph(one.Index), WebJson.Default.MicrographEvent),
        ServedEvent.Counted counted => Event(
            "counts",
            Text(counted.Index),
            new CountsEvent(counted.Index, [.. counted.Counts.Select(count => (int)count)]),
            WebJson.Default.CountsEvent),
        ServedEvent.Saved saved => Event("saved", string.Empty, new SeqAnswer(saved.Number), WebJson.Default.SeqAnswer),
        ServedEvent.Pictured pictured => Event(
            "thumbs", null, new ThumbsEvent(pictured.From, pictured.Count), WebJson.Default.ThumbsEvent),
        ServedEvent.Told told => Event(
            "notice",
            null,
            new NoticeEvent(
                told.Notice.Severity.ToString().ToLowerInvariant(), told.Notice.Code, told.Notice.ToString()),
            WebJson.Default.NoticeEvent),
        _ => Event("project", string.Empty, _words.Project(), WebJson.Default.ProjectAnswer),
    };

    private static CurveEvent Curve(string job, LossPoint point) =>
        new(job, point.Step, point.TrainingLoss, point.HeldOutLoss);

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);

    private MicrographEvent Micrograph(int index)
    {
        (ServedMicrograph one, int particles, int negatives, int picks) = _project.Figures(index);
        return new MicrographEvent(
            index,
            WireWords.Of(one.State),
            one.Reason,
            one.Width,
            one.Height,
            particles,
            negatives,
            picks,
            one.Score,
            one.Masked);
    }

    // Its number it gets when it is put behind the others.
    private static StreamEvent Event<T>(string name, string? subject, T value, JsonTypeInfo<T> type) =>
        new(0, name, subject, JsonSerializer.SerializeToUtf8Bytes(value, type));
}
