using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>The learning curve as callers of Topaz read it: a row for training and one for the held-out windows an
/// epoch, tabs between.</summary>
/// <remarks>Where a number is not measured stands what their parsers take: <c>-</c> where Topaz has it, <c>nan</c>
/// where Topaz always has a number.</remarks>
/// <param name="path">The file; null for none.</param>
internal sealed class TopazCurve(string? path)
{
    private const string Header = "epoch\titer\tsplit\tloss\tge_penalty\tprecision\ttpr\tfpr\tauprc";

    private const string NotMeasured = "-";
    private const string None = "nan";

    private readonly List<string> _lines = [Header];

    /// <summary>Adds the rows of an epoch and writes the file.</summary>
    /// <param name="epoch">The caller's epoch, from 1.</param>
    /// <param name="end">What the training knows at its end.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Add(int epoch, EpochEnd end)
    {
        (LearningCurvePoint point, WindowScores scores, _) = end;
        _lines.Add(string.Join('\t', Text(epoch), Text(point.Step), "train", Number(point.RunningLoss), "0", None, None,
            None, NotMeasured));
        _lines.Add(string.Join('\t', Text(epoch), Text(point.Step + 1), "test", Number(point.HeldOutLoss), NotMeasured,
            Number(scores.Precision), Number(scores.TruePositiveRate), Number(scores.FalsePositiveRate),
            Number(scores.AveragePrecision)));
        Write();
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write()
    {
        if (path is not null)
        {
            AtomicFile.WriteText(path, writer => writer.Write(string.Join('\n', _lines) + "\n"));
        }
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? None : value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
