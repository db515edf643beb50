using System.Text.Json.Serialization;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What a picking is asked for.</summary>
/// <param name="OutputFolder">Where the files go; made when missing.</param>
/// <param name="Threshold">Least figure of merit of a pick; null for the model's own.</param>
/// <param name="PixelSizeAngstrom">Pixel size of all micrographs; null to believe STAR file and header.</param>
/// <param name="Pictures">How many micrographs are drawn at the end: those with fewest, median and most
/// picks; 0 for no pictures at all.</param>
/// <param name="Strict">True to stop at the first micrograph that fails.</param>
public sealed record PickingRunSettings(
    string OutputFolder, double? Threshold, double? PixelSizeAngstrom, int Pictures, bool Strict)
{
    /// <summary>True to pick micrographs anew that an earlier run has finished with the same inputs and settings.
    /// </summary>
    public bool Overwrite { get; init; }

    /// <summary>Which image of a file and which order of rows.</summary>
    public MicrographReading Reading { get; init; } = MicrographReading.Default;

    /// <summary>Least distance of two picks, angstrom; null for half a diameter.</summary>
    public double? MinimumDistanceAngstrom { get; init; }

    /// <summary>Most picks on one micrograph, the best of it; null for all above the threshold.</summary>
    public int? MostPerMicrograph { get; init; }

    /// <summary>Whether EMAN's <c>NAME.box</c> is written as well.</summary>
    public bool WritesBoxes { get; init; }

    /// <summary>Distance of neighbouring windows of the published scan, original pixels.</summary>
    public int ScanStep { get; init; } = PickingSettings.Default.ScanStep;

    /// <summary>
    /// In how many orientations the default way of picking scores every window: 1, 2, 4 or 8; null for as many as the
    /// model says.
    /// </summary>
    public int? Turns { get; init; }

    /// <summary>Limits of the published standard-deviation filter; null for the model's own.</summary>
    public DeviationRange? Deviation { get; init; }

    /// <summary>Whether places that the automatic mask covers are left out.</summary>
    public bool FindsMask { get; init; } = true;

    /// <summary>A folder of masks of another program's, or null.</summary>
    public string? MaskFolder { get; init; }

    /// <summary>Which pixels of these masks are those to pick on.</summary>
    public MaskMeaning MaskMeaning { get; init; }

    /// <summary>Whether the masks that were used are written as <c>masks/NAME.mrc</c>.</summary>
    public bool WritesMasks { get; init; }

    /// <summary>Whether <c>report.html</c> is written when the run is over.</summary>
    public bool WritesReport { get; init; }

    /// <summary>Picks nearer to the border than this are left out, angstrom; null for the model's own margin.</summary>
    public double? EdgeMarginAngstrom { get; init; }

    /// <summary>Diameter at which a general model sees the particles, pixels; null for the one that it recognises most
    /// at.</summary>
    public double? SeenDiameter { get; init; }

    /// <summary>Whether the particles are dark or bright; null to find out what the network recognises.</summary>
    public ParticleContrast? Contrast { get; init; }

    /// <summary>Whether a run that is asked to stop leaves the pictures to the next one that goes on, so that it ends
    /// with the micrograph in hand.</summary>
    public bool StopsAtOnce { get; init; }

    /// <summary>How the centres of the accepted picks are written; <c>NAME_all.star</c> always has them exactly.
    /// </summary>
    public PickCentres Centres { get; init; }

    /// <summary>The part of the micrographs that is picked; null for all.</summary>
    /// <remarks>Not kept with the settings: the picks are those of a run without shards.</remarks>
    [JsonIgnore]
    public PickingShard? Shard { get; init; }
}
