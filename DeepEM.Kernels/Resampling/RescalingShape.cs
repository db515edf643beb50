using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Resampling;

/// <summary>Extents of a rescaling.</summary>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="OutHeight">Rows of the output.</param>
/// <param name="OutWidth">Columns of the output.</param>
/// <param name="RowTaps">Rows that make an output row.</param>
/// <param name="ColumnTaps">Columns that make an output column.</param>
public readonly record struct RescalingShape(
    int Height, int Width, int OutHeight, int OutWidth, int RowTaps, int ColumnTaps)
{
    /// <summary>Extents of the image.</summary>
    internal ImageShape Input => new(1, 1, Height, Width);

    /// <summary>Extents of the output.</summary>
    internal ImageShape Output => new(1, 1, OutHeight, OutWidth);

    /// <summary>Values of the table of the rows.</summary>
    internal long RowLength => (long)OutHeight * (RowTaps + 1);

    /// <summary>Values of the table of the columns.</summary>
    internal long ColumnLength => (long)OutWidth * (ColumnTaps + 1);

    /// <summary>The extents that two tables are made for.</summary>
    /// <param name="rows">Down the columns.</param>
    /// <param name="columns">Along the rows.</param>
    public static RescalingShape Of(RescalingTaps rows, RescalingTaps columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        return new RescalingShape(
            rows.Inputs, columns.Inputs, rows.Outputs, columns.Outputs, rows.Taps, columns.Taps);
    }

    /// <summary>Refuses extents that make no sense.</summary>
    /// <exception cref="ArgumentException">An extent is below 1, or more taps than pixels.</exception>
    internal void RequireValid()
    {
        Require.Extents(Input, nameof(Height));
        Require.Extents(Output, nameof(OutHeight));
        if (RowTaps < 1 || RowTaps > Height || ColumnTaps < 1 || ColumnTaps > Width)
        {
            throw new ArgumentException(
                $"{RowTaps} x {ColumnTaps} pixels of {Height} x {Width} cannot make one.", nameof(RowTaps));
        }
    }
}
