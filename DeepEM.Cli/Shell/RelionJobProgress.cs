using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress in RELION's <c>run.out</c>, which its window shows as it is: a line of text now and then.
/// </summary>
/// <param name="output">Receives the lines.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RelionJobProgress(TextWriter output, TimeProvider clock) : IProgress<StageProgress>
{
    // The figure that says how many picks there are on all micrographs that are done.
    private const string Picks = "picks";

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

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

            if (clock.GetElapsedTime(_told) < _interval)
            {
                return;
            }

            _told = clock.GetTimestamp();
            output.WriteLine(string.Join(", ", Parts(value)));
        }
    }

    private IEnumerable<string> Parts(StageProgress value)
    {
        double? picks = value.Figures.Where(figure => figure.Name == Picks)
            .Select(figure => (double?)figure.Value).FirstOrDefault();
        string of = value.Total == 0 ? string.Empty : Text($" of {value.Total:N0}");
        yield return picks is not null
            ? Text($"{value.Done:N0}{of}")
            : Text($"{ProgressText.Of(value)}: {value.Done:N0}{of}");
        if (picks is { } all && value.Done > 0)
        {
            yield return Text($"{all / value.Done:F0} picks each");
        }

        long done = value.Done - _doneBefore;
        if (done > 0 && value.Done < value.Total)
        {
            yield return Left(clock.GetElapsedTime(_begun) * ((value.Total - value.Done) / (double)done));
        }
    }

    private static string Left(TimeSpan left) => left.TotalSeconds < 90 ? Text($"{left.TotalSeconds:F0} s left")
        : left.TotalMinutes < 90 ? Text($"{left.TotalMinutes:F0} min left")
        : Text($"{left.TotalHours:F1} h left");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
