namespace DeepEM.Kernels.Alignment;

/// <summary>Bessel functions of the first kind and of whole order, in double precision.</summary>
public static class BesselFunctions
{
    // Below this the second term of the series is lost in the rounding of the first.
    private const double SmallArgument = 1e-8;

    // Kept far from the ends of double's range, which the recurrence leaves within a few steps.
    private const double Large = 1e200;

    /// <summary>J₀(x), J₁(x), ..., by the recurrence from high orders down, which is stable (Miller).</summary>
    /// <remarks>
    /// <code>J[m−1](x) = 2m/x·J[m](x) − J[m+1](x),   J₀(x) + 2·(J₂(x) + J₄(x) + ...) = 1</code>
    /// <para>Abramowitz and Stegun, Handbook of Mathematical Functions, 9.1.27, 9.1.46 and 9.12.</para>
    /// </remarks>
    /// <param name="x">The argument, 0 or more and finite.</param>
    /// <param name="values">Receives the orders 0, 1, 2, ..., at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The argument is negative or no number.</exception>
    public static void Evaluate(double x, Span<double> values)
    {
        if (!(x >= 0) || double.IsInfinity(x))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "An argument is 0 or more.");
        }

        if (x < SmallArgument)
        {
            EvaluateLeadingTerms(x, values);
            return;
        }

        int needed = Math.Max(values.Length, (int)x);
        int start = 2 * ((needed + 20 + (int)Math.Sqrt(160.0 * needed)) / 2);
        double above = 0;
        double here = 1;
        double sum = 0;
        for (int m = start; m > 0; m--)
        {
            double below = (2 * m / x * here) - above;
            (above, here) = (here, below);
            if (Math.Abs(here) > Large)
            {
                above /= Large;
                here /= Large;
                sum /= Large;
                for (int done = m; done < values.Length; done++)
                {
                    values[done] /= Large;
                }
            }

            if (m - 1 < values.Length)
            {
                values[m - 1] = here;
            }

            sum += m == 1 ? here : m % 2 == 1 ? 2 * here : 0;
        }

        foreach (ref double value in values)
        {
            value /= sum;
        }
    }

    // (x/2)ᵐ / m!
    private static void EvaluateLeadingTerms(double x, Span<double> values)
    {
        double term = 1;
        for (int m = 0; m < values.Length; m++)
        {
            values[m] = term;
            term *= x / 2 / (m + 1);
        }
    }
}
