using System.Globalization;
using DeepEM.Engine.Jobs.Demo;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.LabelFree;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what the demonstration gave.</summary>
internal static class DemoText
{
    /// <summary>Writes some lines.</summary>
    /// <param name="report">What it gave.</param>
    /// <param name="settings">How large it was.</param>
    /// <param name="folder">Where everything is.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="device">The device in words.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(
        DemoReport report, DemoSettings settings, string folder, TimeSpan elapsed, string device, TextWriter output)
    {
        RadiusReport headline = report.Evaluation.Headline();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Simulated {settings.TrainingMicrographs} micrographs for training and {settings.UnseenMicrographs} for "
            + $"picking, trained without a label, picked and verified, in {elapsed.TotalSeconds:F0} s ({device})."));
        foreach (LabelFreeRound round in report.Training.Rounds)
        {
            output.WriteLine(LabelFreeText.Learnt(round));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Of {report.Evaluation.Labels} particles on the unseen micrographs, DeepEM found "
            + $"{headline.Recall:P1}; of its {report.Evaluation.Picks} picks, {headline.Precision:P1} are particles "
            + $"(labels only judge here)."));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"F1 {headline.F1:F3} (random picks: {headline.RandomF1:F3}), average precision "
            + $"{headline.AveragePrecision:F3}, centre error {headline.RmsErrorPixels:F1} px RMS."));
        output.WriteLine($"Picks for RELION:  {Path.Combine(DemoRun.PicksFolder(folder), "autopick.star")}");
        output.WriteLine($"Verification:      {new VerificationFiles(DemoRun.VerificationFolder(folder)).Report}");
        output.WriteLine($"Model:             {DemoRun.ModelPath(folder)}");
        if (report.Training.Training is not null)
        {
            output.WriteLine($"Learning curve:    {TrainingOutputs.CurvePicture(DemoRun.ModelPath(folder))}");
        }

        output.WriteLine($"What was found:    {DemoRun.PicturesFolder(folder)}{Path.DirectorySeparatorChar}*.png");
        output.WriteLine($"Precision, recall: {DemoRun.PrecisionRecallPath(folder)}");
    }
}
