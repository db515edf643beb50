using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Optics;

namespace DeepEM.Engine.Simulation;

/// <summary>Everything that decides how simulated micrographs look, beside the seed.</summary>
public sealed record SimulationSettings
{
    /// <summary>Rows, pixels.</summary>
    public int Height { get; init; } = 2048;

    /// <summary>Columns, pixels.</summary>
    public int Width { get; init; } = 2048;

    /// <summary>Angstrom per pixel.</summary>
    public double PixelSizeAngstrom { get; init; } = 1.5;

    /// <summary>The particle.</summary>
    public ParticleModelSettings Particle { get; init; } = new();

    /// <summary>Variance of the particles' signal within their discs over the variance of the noise.</summary>
    public double SignalToNoise { get; init; } = 0.1;

    /// <summary>Least part of the area that particle discs cover, 0 for none.</summary>
    public double MinimumCoverage { get; init; } = 0.10;

    /// <summary>Largest part of the area that particle discs cover; what cannot be placed is left out.</summary>
    public double MaximumCoverage { get; init; } = 0.25;

    /// <summary>Least distance of two particles in diameters: 1 or more, none overlap; 0, anything goes.</summary>
    public double MinimumDistanceDiameters { get; init; } = 1.1;

    /// <summary>Particles on every micrograph, as far as there is room; null for what the coverage gives.</summary>
    public int? ParticleCount { get; init; }

    /// <summary>How the places come about; random ones cover at most half of the area.</summary>
    public ParticlePacking Packing { get; init; }

    /// <summary>Least distance of a centre from the border in diameters; 0 lets the border cut particles.</summary>
    public double EdgeMarginDiameters { get; init; } = 0.75;

    /// <summary>
    /// Largest share of a particle's signal that is missing, 0 to 1: ice is not equally thick, nor the specimen flat.
    /// </summary>
    public double StrengthVariation { get; init; }

    /// <summary>Acceleration voltage, kilovolt.</summary>
    public double VoltageKilovolt { get; init; } = 300;

    /// <summary>Spherical aberration, millimetre.</summary>
    public double SphericalAberrationMillimetre { get; init; } = 2.7;

    /// <summary>Amplitude contrast, 0 to 1.</summary>
    public double AmplitudeContrast { get; init; } = 0.1;

    /// <summary>B factor of the envelope, square angstrom.</summary>
    public double EnvelopeBFactor { get; init; } = 60;

    /// <summary>Least underfocus, angstrom.</summary>
    public double MinimumDefocusAngstrom { get; init; } = 10000;

    /// <summary>Largest underfocus, angstrom.</summary>
    public double MaximumDefocusAngstrom { get; init; } = 25000;

    /// <summary>Largest difference of the two defoci, angstrom.</summary>
    public double MaximumAstigmatismAngstrom { get; init; } = 300;

    /// <summary>Power of the solvent's structure at low frequency over that of the white shot noise.</summary>
    public double SolventPower { get; init; } = 12;

    /// <summary>Length beyond which the solvent's power levels off, angstrom.</summary>
    public double SolventLengthAngstrom { get; init; } = 60;

    /// <summary>Part of the solvent's power that the transfer function shapes (Thon rings), 0 to 1.</summary>
    public double ThonRingShare { get; init; } = 0.5;

    /// <summary>Standard deviation of the detector's point spread, pixels.</summary>
    public double DetectorBlurPixels { get; init; } = 0.3;

    /// <summary>Length over which light spreads in a camera's scintillator, pixels; 0 for a detector without.</summary>
    public double DetectorSpreadPixels { get; init; }

    /// <summary>Part of a particle's signal that a rim of stain makes up for, 0 (ice) to 1.</summary>
    public double StainShare { get; init; }

    /// <summary>Standard deviation of the rim of stain, angstrom.</summary>
    public double StainLengthAngstrom { get; init; } = 60;

    /// <summary>Mean number of single columns and rows of pixels that are dead or hot.</summary>
    public double DeadLines { get; init; }

    /// <summary>Grey levels of the image, as of an 8-bit copy; null for as many as numbers have.</summary>
    public int? GreyLevels { get; init; }

    /// <summary>Mean number of ice lumps and other dirt on a square micrometre.</summary>
    public double LumpsPerSquareMicrometre { get; init; } = 15;

    /// <summary>Chance that the carbon film reaches into a micrograph, 0 to 1; no particle lies on it.</summary>
    public double CarbonProbability { get; init; }

    /// <summary>Typical change of illumination across the frame in standard deviations of the image.</summary>
    public double IlluminationGradient { get; init; } = 0.3;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; the name says which.</exception>
    public void Validate()
    {
        SettingCheck.Between(Height, 16, 32768, nameof(Height));
        SettingCheck.Between(Width, 16, 32768, nameof(Width));
        SettingCheck.Between(PixelSizeAngstrom, 0.05, 100, nameof(PixelSizeAngstrom));
        ArgumentNullException.ThrowIfNull(Particle);
        Particle.Validate();
        SettingCheck.Between(SignalToNoise, 1e-6, 1e6, nameof(SignalToNoise));
        SettingCheck.Between(MinimumCoverage, 0, 1, nameof(MinimumCoverage));
        SettingCheck.Between(MaximumCoverage, MinimumCoverage, 1, nameof(MaximumCoverage));
        SettingCheck.Between(MinimumDistanceDiameters, 0, 100, nameof(MinimumDistanceDiameters));
        SettingCheck.Between(ParticleCount ?? 0, 0, 1e6, nameof(ParticleCount));
        SettingCheck.Between(EdgeMarginDiameters, 0, 100, nameof(EdgeMarginDiameters));
        SettingCheck.Between(StrengthVariation, 0, 1, nameof(StrengthVariation));
        SettingCheck.Between(MinimumDefocusAngstrom, 0, 1e6, nameof(MinimumDefocusAngstrom));
        SettingCheck.Between(MaximumDefocusAngstrom, MinimumDefocusAngstrom, 1e6, nameof(MaximumDefocusAngstrom));
        SettingCheck.Between(MaximumAstigmatismAngstrom, 0, 1e5, nameof(MaximumAstigmatismAngstrom));
        SettingCheck.Between(SolventPower, 0, 1e6, nameof(SolventPower));
        SettingCheck.Positive(SolventLengthAngstrom, nameof(SolventLengthAngstrom));
        SettingCheck.Between(ThonRingShare, 0, 1, nameof(ThonRingShare));
        SettingCheck.Between(DetectorBlurPixels, 0, 10, nameof(DetectorBlurPixels));
        SettingCheck.Between(DetectorSpreadPixels, 0, 10, nameof(DetectorSpreadPixels));
        SettingCheck.Between(StainShare, 0, 1, nameof(StainShare));
        SettingCheck.Positive(StainLengthAngstrom, nameof(StainLengthAngstrom));
        SettingCheck.Between(DeadLines, 0, 1000, nameof(DeadLines));
        SettingCheck.Between(GreyLevels ?? 2, 2, 65536, nameof(GreyLevels));
        SettingCheck.Between(LumpsPerSquareMicrometre, 0, 1e4, nameof(LumpsPerSquareMicrometre));
        SettingCheck.Between(CarbonProbability, 0, 1, nameof(CarbonProbability));
        SettingCheck.Between(IlluminationGradient, 0, 100, nameof(IlluminationGradient));
        Optics(MinimumDefocusAngstrom, MaximumDefocusAngstrom, 0).Validate();
    }

    /// <summary>The transfer function of a micrograph taken with these optics.</summary>
    /// <param name="defocusU">Defocus along its angle, angstrom, positive = underfocus.</param>
    /// <param name="defocusV">Defocus across, angstrom.</param>
    /// <param name="angle">Direction of the first defocus, degrees.</param>
    /// <returns>The function.</returns>
    public ContrastTransferFunction Optics(double defocusU, double defocusV, double angle) => new()
    {
        VoltageKilovolt = VoltageKilovolt,
        SphericalAberrationMillimetre = SphericalAberrationMillimetre,
        AmplitudeContrast = AmplitudeContrast,
        EnvelopeBFactor = EnvelopeBFactor,
        DefocusUAngstrom = defocusU,
        DefocusVAngstrom = defocusV,
        DefocusAngleDegree = angle,
    };
}
