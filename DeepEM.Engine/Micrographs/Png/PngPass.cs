namespace DeepEM.Engine.Micrographs.Png;

/// <summary>The pixels of a PNG that are stored together: all, or one of the seven passes of Adam7.</summary>
/// <param name="FirstRow">First row of the pass.</param>
/// <param name="RowStep">From a row to the next.</param>
/// <param name="FirstColumn">First column of the pass.</param>
/// <param name="ColumnStep">From a column to the next.</param>
internal readonly record struct PngPass(int FirstRow, int RowStep, int FirstColumn, int ColumnStep)
{
    /// <summary>The one pass of a picture that is not interlaced.</summary>
    public static IReadOnlyList<PngPass> Whole { get; } = [new(0, 1, 0, 1)];

    /// <summary>The passes of Adam7 (PNG, section 8.2).</summary>
    public static IReadOnlyList<PngPass> Interlaced { get; } =
    [
        new(0, 8, 0, 8),
        new(0, 8, 4, 8),
        new(4, 8, 0, 4),
        new(0, 4, 2, 4),
        new(2, 4, 0, 2),
        new(0, 2, 1, 2),
        new(1, 2, 0, 1),
    ];

    /// <summary>Columns of the pass.</summary>
    /// <param name="width">Columns of the image.</param>
    public int Columns(int width) => width <= FirstColumn ? 0 : ((width - FirstColumn - 1) / ColumnStep) + 1;
}
