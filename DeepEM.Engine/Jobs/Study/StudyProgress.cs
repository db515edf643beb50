using System.Globalization;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>Shows what a case does beside how many cases are done.</summary>
/// <param name="outer">Receives it, or null.</param>
/// <param name="cases">Cases in all.</param>
internal sealed class StudyProgress(IProgress<StageProgress>? outer, int cases) : IProgress<StageProgress>
{
    private int _done;
    private string _current = string.Empty;

    /// <summary>Begins a case.</summary>
    public void Begin(StudyCase of)
    {
        _current = of.IsGeneral
            ? $"{of.Set}, general model"
            : string.Create(CultureInfo.InvariantCulture, $"{of.Set}, {of.LabelText} labels, seed {of.Seed}");
        outer?.Report(new StageProgress("Study", _done, cases) { Subject = _current });
    }

    /// <summary>Ends cases: done, found in the table, or failed.</summary>
    public void End(int count = 1)
    {
        _done += count;
        outer?.Report(new StageProgress("Study", _done, cases) { Subject = _current });
    }

    /// <inheritdoc/>
    public void Report(StageProgress value) => outer?.Report(new StageProgress("Study", _done, cases)
    {
        Subject = $"{_current}: {value.Stage}",
        Figures = [new ProgressFigure("done", (double)value.Done / Math.Max(1, value.Total), "P0")],
    });
}
