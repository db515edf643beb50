using System.Globalization;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what a training gave.</summary>
internal static class TrainingText
{
    /// <summary>Writes some lines.</summary>
    /// <param name="job">What the training gave.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(TrainingJobReport job, TextWriter output)
    {
        TrainingReport report = job.Training;
        string negatives = report.Negatives == 0
            ? string.Empty
            : $" and {Counted.Of(report.Negatives, "known negative")}";
        string heldOut = report.HeldOutMicrographs == 0 ? "none" : $"{report.HeldOutMicrographs}";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {Counted.Of(report.Particles, "particle")}{negatives} from "
            + $"{Counted.Of(report.Micrographs, "micrograph")} ({heldOut} held out) in "
            + $"{job.Elapsed.TotalSeconds:F0} s ({job.Device})"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Network: {report.Model.Network}, {report.Model.Network.ParameterCount:N0} parameters, micrographs binned "
            + $"by {report.Model.Binning:0.##}"));
        output.WriteLine(Contrast(report.Model.Contrast));
        output.WriteLine(report.HeldOutMicrographs == 0
            ? "No picks were held out; all were used for training"
            : string.Create(
                CultureInfo.InvariantCulture, $"Held out: average precision {report.HeldOutAveragePrecision:F3}"));
        WriteThreshold(report, output);
        if (report.IsPromising && report.Completeness < 1)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Your labels seem to cover about {report.Completeness:P0} of the particles; unlabelled particles are "
                + $"not counted as errors in this estimate."));
        }

        output.WriteLine($"Wrote {string.Join(", ", job.Files)}");
    }

    // Where the labels are not found again, an estimate from the scores alone would promise anything.
    private static void WriteThreshold(TrainingReport report, TextWriter output)
    {
        ExpectedPoint estimate = report.Expected.At(report.Model.Threshold);
        string promised = report.IsPromising
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"estimated precision {estimate.Precision:F2}, recall {estimate.Recall:F2}")
            : "precision and recall cannot be estimated, as the labels are not found again";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Stored threshold {report.Model.Threshold:F3}; {promised}"));
    }

    private static string Contrast(ParticleContrast contrast) => contrast switch
    {
        ParticleContrast.Dark => "Contrast: particles are darker than the ice around them",
        ParticleContrast.Bright => "Contrast: particles are brighter than the ice around them",
        _ => "Contrast: unclear, the labelled particles are about as bright as the ice around them",
    };
}
