namespace DeepEM.Cli.Web;

/// <summary>The few places for streams of events; each open page has one.</summary>
internal sealed class StreamPlaces
{
    /// <summary>How many there are.</summary>
    public const int Most = 4;

    private int _taken;

    /// <summary>Takes a place.</summary>
    /// <returns>Gives it back.</returns>
    /// <exception cref="RequestException">All are taken.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _taken) > Most)
        {
            Interlocked.Decrement(ref _taken);
            throw new RequestException(
                503, "Too many pages", $"{Most} pages are open already; close one, and load this one again");
        }

        return new Place(this);
    }

    private sealed class Place(StreamPlaces places) : IDisposable
    {
        private int _isGiven;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGiven, 1) == 0)
            {
                Interlocked.Decrement(ref places._taken);
            }
        }
    }
}
