using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Learning.Models;

/// <summary>A trained network with everything that picking needs.</summary>
public sealed record PickingModel
{
    /// <summary>Orientations for networks that learnt from labels enough.</summary>
    public const int FewerTurns = 1;

    /// <summary>Orientations for networks that learnt from few labels or from simulated particles alone.</summary>
    public const int MoreTurns = 2;

    /// <summary>The network.</summary>
    public required NetworkDescription Network { get; init; }

    /// <summary>Its parameters, in the order of <see cref="ParameterBlock.Of"/>.</summary>
    public required ReadOnlyMemory<float> Parameters { get; init; }

    /// <summary>Which way of picking the network was made for.</summary>
    public required NetworkPreset Preset { get; init; }

    /// <summary>The method that the preset belongs to.</summary>
    public PickingMethod Method => PickingMethod.Of(Preset);

    /// <summary>Pixel size of the training micrographs, angstrom.</summary>
    public required double PixelSizeAngstrom { get; init; }

    /// <summary>Diameter of the particle, angstrom.</summary>
    public required double DiameterAngstrom { get; init; }

    /// <summary>Training pixels per pixel that the network sees, along each side; need not be whole.</summary>
    public required double Binning { get; init; }

    /// <summary>Diameter at which a general model sees particles, pixels of the image that the network sees.</summary>
    public double SeenDiameter { get; init; } = NetworkPresets.BinnedDiameter;

    /// <summary>Figure of merit above which a place is a pick; 0 to 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>What turns the network's logits into figures of merit.</summary>
    public ScoreCalibration Calibration { get; init; } = ScoreCalibration.Identity;

    /// <summary>Whether figures of merit are probabilities, calibrated on labels.</summary>
    public bool IsCalibrated => Calibration != ScoreCalibration.Identity;

    /// <summary>
    /// Whether the network knows particles in general: it serves any particle and pixel size, see <see cref="At"/>.
    /// </summary>
    public bool IsGeneral { get; init; }

    /// <summary>
    /// In how many orientations every window is scored unless asked otherwise, and was when the scores were calibrated.
    /// </summary>
    public int Turns { get; init; } = FewerTurns;

    /// <summary>Picks nearer to the border of the micrograph than this are left out, angstrom.</summary>
    public required double EdgeMarginAngstrom { get; init; }

    /// <summary>Limits of the automatic mask, wide enough for every labelled particle of the training.</summary>
    public MaskLimits MaskLimits { get; init; } = MaskLimits.Default;

    /// <summary>Whether the particles that the network learnt are dark or bright.</summary>
    public ParticleContrast Contrast { get; init; }

    /// <summary>Limits of the standard-deviation filter, for the published scan only.</summary>
    public DeviationRange? Deviation { get; init; }

    /// <summary>Seed of the training.</summary>
    public long Seed { get; init; }

    /// <summary>Version of the program that trained it.</summary>
    public string ProgramVersion { get; init; } = ProductVersion.Text;

    /// <summary>Pixel size of the image that the network sees, angstrom.</summary>
    public double BinnedPixelSizeAngstrom => PixelSizeAngstrom * Binning;

    /// <summary>Diameter in pixels of the image that the network sees.</summary>
    public double BinnedDiameter => DiameterAngstrom / BinnedPixelSizeAngstrom;

    /// <summary>Side of the particle box, pixels of the training micrographs.</summary>
    public int BoxSize => (int)Math.Round(Network.InputSide * Binning);

    /// <summary>Side of the particle box on micrographs of a pixel size, pixels.</summary>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel of the unbinned micrographs.</param>
    public int BoxSizeAt(double pixelSizeAngstrom)
    {
        PickingModel fitting = At(pixelSizeAngstrom);
        return (int)Math.Round(fitting.BoxSize * fitting.PixelSizeAngstrom / pixelSizeAngstrom);
    }

    /// <summary>The model for micrographs of a pixel size.</summary>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel of the unbinned micrographs.</param>
    /// <returns>A general model set to this pixel size; any other model as it is.</returns>
    public PickingModel At(double pixelSizeAngstrom) => IsGeneral
        ? this with
        {
            PixelSizeAngstrom = pixelSizeAngstrom,
            Binning = NetworkPresets.BinningFor(DiameterAngstrom / pixelSizeAngstrom, SeenDiameter),
        }
        : this;
}
