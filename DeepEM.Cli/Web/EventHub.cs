using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace DeepEM.Cli.Web;

/// <summary>Numbers what happens, and tells every open page; one that was away gets what it has missed.</summary>
/// <remarks>
/// Events are made into words by a task of its own, because they are told where nobody may wait. Numbers go on from the
/// time, so that a page of an earlier start is seen to be one.
/// </remarks>
/// <typeparam name="T">What happens, before it is put into words.</typeparam>
[SuppressMessage("Reliability", "CA1001", Justification = "Channels hold nothing that has to be given back.")]
internal sealed class EventHub<T>
{
    /// <summary>Events that are kept for pages that were away.</summary>
    public const int MostKept = 4096;

    private readonly Lock _lock = new();
    private readonly Channel<T> _happened = Channel.CreateUnbounded<T>();
    private readonly Queue<StreamEvent> _kept = new();
    private readonly HashSet<Channel<StreamEvent>> _pages = [];
    private readonly Func<long, StreamEvent> _all;
    private readonly Task _work;
    private long _last;

    /// <summary>Begins to tell.</summary>
    /// <param name="words">Puts what happened into words, perhaps several; given the number before theirs.</param>
    /// <param name="all">The event after which a page asks for everything anew, given its number.</param>
    /// <param name="first">The number before the first.</param>
    public EventHub(Func<T, long, IEnumerable<StreamEvent>> words, Func<long, StreamEvent> all, long first)
    {
        (_all, _last) = (all, first);
        _work = Task.Run(() => Tell(words));
    }

    /// <summary>Takes what has happened, and returns at once.</summary>
    /// <param name="what">What.</param>
    public void Add(T what) => _happened.Writer.TryWrite(what);

    /// <summary>What happens from now on, or from an event on.</summary>
    /// <param name="lastSeen">Number of the last event that the page has seen; null for one that begins.</param>
    /// <param name="token">The page is closed.</param>
    public ChannelReader<StreamEvent> Open(long? lastSeen, CancellationToken token)
    {
        var page = Channel.CreateUnbounded<StreamEvent>();
        lock (_lock)
        {
            if (lastSeen is { } seen)
            {
                Catch(page, seen);
            }

            _pages.Add(page);
        }

        token.Register(() =>
        {
            lock (_lock)
            {
                _pages.Remove(page);
            }

            page.Writer.TryComplete();
        });
        return page.Reader;
    }

    /// <summary>Tells what is left, and ends.</summary>
    public void End()
    {
        _happened.Writer.TryComplete();
        _work.Wait();
    }

    private void Catch(Channel<StreamEvent> page, long seen)
    {
        long before = _kept.TryPeek(out StreamEvent first) ? first.Id - 1 : _last;
        if (seen < before || seen > _last)
        {
            page.Writer.TryWrite(_all(_last));
            return;
        }

        foreach (StreamEvent missed in _kept.Where(each => each.Id > seen))
        {
            page.Writer.TryWrite(missed);
        }
    }

    private async Task Tell(Func<T, long, IEnumerable<StreamEvent>> words)
    {
        await foreach (T what in _happened.Reader.ReadAllAsync())
        {
            StreamEvent[] events = [.. words(what, _last)];
            lock (_lock)
            {
                foreach (StreamEvent each in events)
                {
                    _last = each.Id;
                    _kept.Enqueue(each);
                    if (_kept.Count > MostKept)
                    {
                        _kept.Dequeue();
                    }

                    foreach (Channel<StreamEvent> page in _pages)
                    {
                        page.Writer.TryWrite(each);
                    }
                }
            }
        }
    }
}
