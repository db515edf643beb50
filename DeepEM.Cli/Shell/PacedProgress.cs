using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress as lines of text, no more often than is asked for.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="interval">Least time between two lines.</param>
internal abstract class PacedProgress(TextWriter output, TimeProvider clock, TimeSpan interval)
    : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private string? _stage;
    private long _begun;
    private long _doneBefore;
    private long _told = clock.GetTimestamp();

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (_stage != value.Stage)
            {
                (_stage, _begun, _doneBefore) = (value.Stage, clock.GetTimestamp(), value.Done);
            }

            if (clock.GetElapsedTime(_told) < interval)
            {
                return;
            }

            _told = clock.GetTimestamp();
            output.WriteLine(Line(value, Left(value)));
        }
    }

    /// <summary>The line.</summary>
    /// <param name="value">How far it has come.</param>
    /// <param name="left">The time that is left, by the pace of this stage; null where nobody can tell.</param>
    protected abstract string Line(StageProgress value, TimeSpan? left);

    private TimeSpan? Left(StageProgress value)
    {
        long done = value.Done - _doneBefore;
        return done <= 0 || value.Done >= value.Total
            ? null
            : clock.GetElapsedTime(_begun) * ((value.Total - value.Done) / (double)done);
    }
}
