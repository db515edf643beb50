using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress where there is no terminal: a line now and then, with the time that is left.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="interval">Least time between two lines.</param>
internal sealed class LineProgress(TextWriter output, TimeProvider clock, TimeSpan interval)
    : PacedProgress(output, clock, interval)
{
    /// <summary>Least time between two lines of a log that nobody watches.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override string Line(StageProgress value, TimeSpan? left)
    {
        string of = value.Total == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" of {value.Total:N0}");
        string rest = left is { } time ? $", {TimeLeftColumn.Of(time)}" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{ProgressText.Of(value)}: {value.Done:N0}{of}{rest}");
    }
}
