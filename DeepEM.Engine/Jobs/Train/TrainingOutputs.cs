using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>
/// Writes what a training gave: the model, and beside it its learning curve as a table and a picture.
/// </summary>
public static class TrainingOutputs
{
    /// <summary>Where the learning curve's table goes.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The model's name with ".curve.csv".</returns>
    public static string CurveTable(string modelPath) => $"{modelPath}.curve.csv";

    /// <summary>Where the learning curve's picture goes.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The model's name with ".curve.png".</returns>
    public static string CurvePicture(string modelPath) => $"{modelPath}.curve.png";

    /// <summary>Where the estimates for every threshold go.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The model's name with ".thresholds.csv".</returns>
    public static string Thresholds(string modelPath) => $"{modelPath}.thresholds.csv";

    /// <summary>Where a record of the run goes.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The model's name with ".settings.json".</returns>
    public static string Settings(string modelPath) => RunRecord.PathBeside(modelPath);

    /// <summary>Where a training is kept until its model is written.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>The model's name with ".checkpoint".</returns>
    public static string Checkpoint(string modelPath) => $"{modelPath}.checkpoint";

    /// <summary>Every file that a training writes, the model first.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <returns>Paths.</returns>
    public static IReadOnlyList<string> All(string modelPath) =>
        [
            modelPath,
            CurveTable(modelPath),
            CurvePicture(modelPath),
            Thresholds(modelPath),
            Settings(modelPath),
            Checkpoint(modelPath),
        ];

    /// <summary>Writes model, tables and picture, each atomically; the model last.</summary>
    /// <param name="modelPath">The model file; its folder is made when missing.</param>
    /// <param name="report">What the training gave.</param>
    /// <returns>What could not be drawn; null where the picture is there.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static Notice? Write(string modelPath, TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Path.GetDirectoryName(modelPath) is { Length: > 0 } folder)
        {
            OutputFolder.Make(folder);
        }

        AtomicFile.WriteText(CurveTable(modelPath), writer => WriteTable(writer, report.Curve));
        AtomicFile.WriteText(Thresholds(modelPath), writer => ThresholdTable.Write(writer, report.Expected));
        Notice? failure = PictureAttempt.Run(CurvePicture(modelPath), () =>
        {
            byte[] picture = Draw(report);
            AtomicFile.Write(CurvePicture(modelPath), stream => stream.Write(picture));
        });
        AtomicFile.Write(modelPath, stream => ModelFile.Write(stream, report.Model));
        return failure;
    }

    private static void WriteTable(TextWriter writer, IReadOnlyList<LearningCurvePoint> curve)
    {
        writer.WriteLine("round,epoch,step,running_loss,held_out_loss,held_out_accuracy");
        foreach (LearningCurvePoint point in curve)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Round},{point.Epoch},{point.Step},{point.RunningLoss:R},{point.HeldOutLoss:R},"
                + $"{point.HeldOutAccuracy:R}"));
        }
    }

    // Rounds follow one another on the axis: an epoch is counted from the first of the first round.
    private static byte[] Draw(TrainingReport report)
    {
        int rounds = report.Curve.Max(p => p.Round);
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Particles} particles, {report.Micrographs} micrographs, {rounds} round{(rounds > 1 ? "s" : "")}");
        (string loss, string measure) = report.HeldOutMicrographs > 0
            ? ("held-out loss", "held-out accuracy")
            : ("loss on training windows", "accuracy on training windows");
        return LearningCurvePicture.Draw(
            new LearningCurveData(Points(p => p.RunningLoss), Points(p => p.HeldOutAccuracy))
            {
                HeldOutLoss = Points(p => p.HeldOutLoss),
                RoundStarts =
                [
                    .. Enumerable.Range(1, report.Curve.Count - 1)
                        .Where(i => report.Curve[i].Round != report.Curve[i - 1].Round)
                        .Select(i => i + 0.5),
                ],
                PrecisionRecall = report.HeldOutMicrographs > 0 ? HeldOut(report) : null,
            },
            new LearningCurveSettings { Title = title, HeldOutLossLabel = loss, HeldOutLabel = measure });

        PlotPoint[] Points(Func<LearningCurvePoint, double> value) =>
            [.. report.Curve.Select((p, i) => new PlotPoint(i + 1, value(p)))];
    }

    private static PrecisionRecallSeries HeldOut(TrainingReport report) => new(
        string.Create(CultureInfo.InvariantCulture, $"everything scored, AP {report.HeldOutAveragePrecision:0.000}"),
        [.. report.HeldOutCurve.Select(point => new PlotPoint(point.Recall, point.Precision))],
        Threshold: null);
}
