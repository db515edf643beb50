using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>What a training is asked for.</summary>
/// <param name="Preset">Which network and way of picking.</param>
/// <param name="DiameterAngstrom">Diameter of the particle, angstrom.</param>
/// <param name="Labels">Train on this many picks drawn by the seed; null for all.</param>
/// <param name="Rounds">Rounds of recursive training, at least 1.</param>
/// <param name="Epochs">Epochs of each round; null for what the preset says.</param>
/// <param name="Seed">Decides everything that is drawn by chance.</param>
public sealed record TrainingRunSettings(
    NetworkPreset Preset, double DiameterAngstrom, int? Labels, int Rounds, int? Epochs, long Seed)
{
    /// <summary>
    /// A round ends when this many epochs have not brought the held-out loss down, at least 1; null for all epochs.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>How the threshold is chosen; null for the preset's own rule: F1, or F2 as published.</summary>
    public ThresholdRule? ThresholdRule { get; init; }

    /// <summary>Starting weights; null for random ones.</summary>
    public TrainingStart? Start { get; init; }

    /// <summary>How unlabelled areas are treated; for <see cref="NetworkPreset.Auto"/>.</summary>
    public TrainingObjective Objective { get; init; }

    /// <summary>Share of unlabelled windows that contain a particle, 0 to 0.4; null to estimate it.</summary>
    public double? Prior { get; init; }

    /// <summary>Whether windows are turned freely, blurred and made noisier, too.</summary>
    public bool IsVaried { get; init; }

    /// <summary>Which image of a file and which order of rows.</summary>
    public MicrographReading Reading { get; init; } = MicrographReading.Default;

    /// <summary>Whether places that the automatic mask covers are left out when picks are evaluated.</summary>
    public bool FindsMask { get; init; } = true;

    /// <summary>Which pixels of given masks are those to pick on.</summary>
    public MaskMeaning MaskMeaning { get; init; }

    /// <summary>True to stop at the first micrograph that cannot be used, false to train on the others.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Whether the particles are dark or bright; null to tell from the labels.</summary>
    public ParticleContrast? Contrast { get; init; }
}
