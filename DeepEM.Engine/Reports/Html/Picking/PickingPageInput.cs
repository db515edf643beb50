using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Reports.Html.Picking;

/// <summary>What the report of a picking is made of.</summary>
internal sealed record PickingPageInput
{
    /// <summary>Where the picks are: the line below the title.</summary>
    public required string Folder { get; init; }

    /// <summary>All micrographs that are finished, in their order.</summary>
    public required IReadOnlyList<PickedRow> Micrographs { get; init; }

    /// <summary>Those that are shown, as they are to be seen; their numbers are places in <see cref="Micrographs"/>.
    /// </summary>
    public required IReadOnlyList<GalleryMicrograph> Shown { get; init; }

    /// <summary>Least figure of merit of a pick.</summary>
    public required double Threshold { get; init; }

    /// <summary>Whether figures of merit are probabilities.</summary>
    public required bool IsCalibrated { get; init; }

    /// <summary>What each threshold gives; null where nothing is expected of scores.</summary>
    public ThresholdCurves? Curves { get; init; }

    /// <summary>What was odd about the run, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Micrographs that could not be picked, each with its reason.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Settings of the run.</summary>
    public IReadOnlyList<NamedValue> Settings { get; init; } = [];

    /// <summary>Program, model and device.</summary>
    public IReadOnlyList<NamedValue> Versions { get; init; } = [];
}
