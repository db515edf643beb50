namespace DeepEM.Kernels.WindowStatistics;

/// <summary>Mean and standard deviation of every window in double precision, in two passes over each window.</summary>
/// <remarks>
/// <code>
/// mean[i,j] = 1/B² · Σ_p Σ_q image[i·S+p, j·S+q]
/// deviation[i,j] = √( 1/(B² − 1) · Σ_p Σ_q (image[i·S+p, j·S+q] − mean[i,j])² )
/// </code>
/// <para>B is the box, S the step, p and q run from 0 to B − 1. Row-major.</para>
/// </remarks>
public static class WindowStatisticsReference
{
    /// <summary>Evaluates every window.</summary>
    /// <param name="image">H·W values.</param>
    /// <param name="shape">The windows; a box is at least 2.</param>
    /// <returns>Rows·Columns means and as many standard deviations.</returns>
    public static (double[] Mean, double[] Deviation) Evaluate(double[] image, WindowShape shape)
    {
        ArgumentNullException.ThrowIfNull(image);

        double[] mean = new double[shape.Rows * shape.Columns];
        double[] deviation = new double[shape.Rows * shape.Columns];
        for (int index = 0; index < mean.Length; index++)
        {
            int top = index / shape.Columns * shape.Step;
            int left = index % shape.Columns * shape.Step;
            double sum = 0;
            for (int s = 0; s < shape.Box * shape.Box; s++)
            {
                sum += image[((top + (s / shape.Box)) * shape.Width) + left + (s % shape.Box)];
            }

            mean[index] = sum / (shape.Box * shape.Box);
            double squares = 0;
            for (int s = 0; s < shape.Box * shape.Box; s++)
            {
                double difference =
                    image[((top + (s / shape.Box)) * shape.Width) + left + (s % shape.Box)] - mean[index];
                squares += difference * difference;
            }

            deviation[index] = Math.Sqrt(squares / ((shape.Box * shape.Box) - 1));
        }

        return (mean, deviation);
    }
}
