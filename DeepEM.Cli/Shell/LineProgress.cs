using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress where there is no terminal: a line now and then, with the time that is left.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="interval">Least time between two lines.</param>
internal sealed class LineProgress(TextWriter output, TimeProvider clock, TimeSpan interval) : IProgress<StageProgress>
{
    /// <summary>Least time between two lines of a log that nobody watches.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

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
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ProgressText.Of(value)}: {value.Done:N0}{Of(value)}{Left(value)}"));
        }
    }

    private static string Of(StageProgress value) => value.Total == 0
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $" of {value.Total:N0}");

    private string Left(StageProgress value)
    {
        long done = value.Done - _doneBefore;
        if (done <= 0 || value.Done >= value.Total)
        {
            return string.Empty;
        }

        TimeSpan left = clock.GetElapsedTime(_begun) * ((value.Total - value.Done) / (double)done);
        return $", {TimeLeftColumn.Of(left)}";
    }
}
