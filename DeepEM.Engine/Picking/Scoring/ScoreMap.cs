namespace DeepEM.Engine.Picking.Scoring;

/// <summary>The network's answer on a regular grid of window centres over one prepared micrograph.</summary>
/// <param name="Logits">Rows·Columns values, row by row: the output unit before its sigmoid.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Stride">Distance of neighbouring centres, binned pixels.</param>
/// <param name="FirstY">Row of the first centre, binned pixels; may lie between pixels.</param>
/// <param name="FirstX">Column of the first centre, binned pixels.</param>
public sealed record ScoreMap(float[] Logits, int Rows, int Columns, int Stride, double FirstY, double FirstX)
{
    /// <summary>Row of a window's centre in the prepared micrograph.</summary>
    /// <param name="row">Row of the grid; may lie between rows.</param>
    /// <returns>Binned pixels.</returns>
    public double CentreY(double row) => FirstY + (row * Stride);

    /// <summary>Column of a window's centre in the prepared micrograph.</summary>
    /// <param name="column">Column of the grid; may lie between columns.</param>
    /// <returns>Binned pixels.</returns>
    public double CentreX(double column) => FirstX + (column * Stride);
}
