using DeepEM.Engine.Coordinates;

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

    /// <summary>The highest score near to a place.</summary>
    /// <param name="place">The place, pixels of the prepared micrograph.</param>
    /// <param name="radius">How far from it, pixels.</param>
    /// <returns>The logit; null where no window's centre is so near.</returns>
    public double? HighestNear(BinnedPosition place, double radius)
    {
        double? highest = null;
        (int top, int bottom) = Range(place.Y - FirstY, radius, Rows);
        (int left, int right) = Range(place.X - FirstX, radius, Columns);
        for (int row = top; row <= bottom; row++)
        {
            double dy = CentreY(row) - place.Y;
            for (int column = left; column <= right; column++)
            {
                double dx = CentreX(column) - place.X;
                float logit = Logits[(row * Columns) + column];
                if ((dy * dy) + (dx * dx) <= radius * radius && !(highest >= logit))
                {
                    highest = logit;
                }
            }
        }

        return highest;
    }

    private (int First, int Last) Range(double place, double radius, int count) => (
        Math.Max(0, (int)Math.Ceiling((place - radius) / Stride)),
        Math.Min(count - 1, (int)Math.Floor((place + radius) / Stride)));
}
