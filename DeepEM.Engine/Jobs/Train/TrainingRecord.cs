namespace DeepEM.Engine.Jobs.Train;

/// <summary>What the record of a training says: every setting, and what was found on the way.</summary>
internal static class TrainingRecord
{
    /// <summary>The settings by name.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="report">What the training gave.</param>
    /// <param name="threads">Threads of the CPU, or null.</param>
    public static Dictionary<string, object?> Of(
        TrainingRunSettings settings, TrainingReport report, int? threads) => new()
        {
            ["Run"] = settings,
            ["Rounds"] = report.Settings,
            ["Threads"] = threads,
            ["Network"] = report.Model.Network.ToString(),
            ["PixelSizeAngstrom"] = report.Model.PixelSizeAngstrom,
            ["Binning"] = report.Model.Binning,
            ["BoxSize"] = report.Model.BoxSize,
            ["EdgeMarginAngstrom"] = report.Model.EdgeMarginAngstrom,
            ["Deviation"] = report.Model.Deviation,
            ["MaskLimits"] = report.Model.MaskLimits,
            ["Contrast"] = report.Model.Contrast,
            ["Prior"] = report.Settings.Prior,
            ["Threshold"] = report.Model.Threshold,
            ["Micrographs"] = report.Micrographs,
            ["HeldOutMicrographs"] = report.HeldOutMicrographs,
            ["Particles"] = report.Particles,
            ["Negatives"] = report.Negatives,
            ["HeldOutAveragePrecision"] = report.HeldOutAveragePrecision,
            ["Completeness"] = report.Completeness,
            ["Expected"] = report.Expected.At(report.Model.Threshold),
            ["IsPromising"] = report.IsPromising,
            ["Failures"] = report.Failures.Select(failure => failure.ToString()).ToArray(),
            ["Calibration"] = report.Model.Calibration,
        };
}
