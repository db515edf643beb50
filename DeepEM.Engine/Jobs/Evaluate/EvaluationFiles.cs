using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Evaluate;

/// <summary>The files that an evaluation reads. Each set of picks is a folder, a list or one file.</summary>
/// <param name="Truth">Labelled particles.</param>
/// <param name="Picks">Picks; with everything that was scored beside them, average precision is of that.</param>
public sealed record EvaluationFiles(string Truth, string Picks)
{
    /// <summary>Places where a pick counts neither as right nor as wrong, or null.</summary>
    public string? Ignored { get; init; }

    /// <summary>The micrographs; empty: they are looked for beside the labels and in the folder above.</summary>
    public IReadOnlyList<MicrographSource> Micrographs { get; init; } = [];

    /// <summary>Which image of a file and which order of rows.</summary>
    public MicrographReading Reading { get; init; } = MicrographReading.Default;

    /// <summary>A folder of masks to draw; null for those beside the picks.</summary>
    public string? Masks { get; init; }

    /// <summary>Which pixels of the masks are those to pick on.</summary>
    public MaskMeaning MaskMeaning { get; init; }

    /// <summary>Every file and folder of coordinates that is read.</summary>
    public IEnumerable<string> All => [Truth, Picks, .. Ignored is null ? [] : new[] { Ignored }];
}
