using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Picking.Survey;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What a picking gave.</summary>
/// <param name="Picked">Micrographs that are picked, by this run or an earlier one, those without picks too.</param>
/// <param name="Picks">Picks above the threshold, in all of them.</param>
/// <param name="Threshold">The threshold that was used.</param>
/// <param name="Failures">Micrographs that could not be picked, each with its reason.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
public sealed record PickingReport(
    int Picked, int Picks, double Threshold, IReadOnlyList<Notice> Failures, IReadOnlyList<Notice> Warnings)
{
    /// <summary>How the micrographs were shown to the network.</summary>
    public SurveyResult? Survey { get; init; }

    /// <summary>Those of the warnings that were told before the first micrograph.</summary>
    public IReadOnlyList<Notice> Early { get; init; } = [];

    /// <summary>Micrographs that were named.</summary>
    public int Named { get; init; }

    /// <summary>How many of them an earlier run had finished with the same inputs and settings.</summary>
    public int Skipped { get; init; }

    /// <summary>Micrographs that were not come to, because the run was asked to end.</summary>
    public int Left { get; init; }

    /// <summary>What lies in the output folder now beside the tables of each micrograph, the list first; empty where
    /// nothing is finished. Folders end in a slash.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Where, in a few words; empty where nobody asked.</summary>
    public string Device { get; init; } = string.Empty;
}
