using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress where there is no terminal: a line every half minute, with the time that is left.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class LineProgress(TextWriter output, TimeProvider clock) : IProgress<StageProgress>
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);

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
        return string.Create(
            CultureInfo.InvariantCulture, $", {(int)left.TotalHours:00}:{left.Minutes:00}:{left.Seconds:00} left");
    }
}
