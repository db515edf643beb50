using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress in RELION's <c>run.out</c>, which its window shows as it is: a line of text now and then.
/// </summary>
/// <param name="output">Receives the lines.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RelionJobProgress(TextWriter output, TimeProvider clock)
    : PacedProgress(output, clock, TimeSpan.FromSeconds(10))
{
    // The figure that says how many picks there are on all micrographs that are done.
    private const string Picks = "picks";

    /// <inheritdoc/>
    protected override string Line(StageProgress value, TimeSpan? left) => string.Join(", ", Parts(value, left));

    private static IEnumerable<string> Parts(StageProgress value, TimeSpan? left)
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

        if (left is { } time)
        {
            yield return Left(time);
        }
    }

    private static string Left(TimeSpan left) => left.TotalSeconds < 90 ? Text($"{left.TotalSeconds:F0} s left")
        : left.TotalMinutes < 90 ? Text($"{left.TotalMinutes:F0} min left")
        : Text($"{left.TotalHours:F1} h left");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
