namespace DeepEM.Engine.Micrographs.Extraction;

/// <summary>The background of boxes of one size: its plane or mean, and its standard deviation, in double precision.
/// </summary>
/// <remarks>
/// Background are the pixels farther than R from pixel (M/2, M/2): with x = i − M/2 and y = j − M/2 those with
/// x² + y² &gt; R². A plane a·x + b·y + c is fitted to them by least squares and taken off the whole box; then
/// <code>box ← (box − mean)/s.d.</code>
/// with mean and s.d. (of n pixels, not n − 1) of the background, as RELION's preprocessing does. Sums run in one
/// order, whatever the machine. One object serves one thread.
/// </remarks>
internal sealed class BoxBackground
{
    // Below this all pixels of the background are one grey level, and there is nothing to divide by.
    private const double LeastDeviation = 1e-10;

    private readonly int _side;
    private readonly (int From, int To)[] _particle;
    private readonly double[,] _inverse = new double[3, 3];
    private readonly long _count;

    /// <summary>Finds the background and what its plane depends on.</summary>
    /// <param name="side">M, pixels.</param>
    /// <param name="radius">R, pixels, at most M/2.</param>
    public BoxBackground(int side, int radius)
    {
        _side = side;
        _particle = [.. Enumerable.Range(0, side).Select(j => Chord(side, radius, j - (side / 2)))];
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int j = 0; j < side; j++)
        {
            for (int i = 0; i < side; i++)
            {
                if (i >= _particle[j].From && i < _particle[j].To)
                {
                    continue;
                }

                double u = i - (side / 2);
                double v = j - (side / 2);
                (x, y, xx, xy, yy) = (x + u, y + v, xx + (u * u), xy + (u * v), yy + (v * v));
                _count++;
            }
        }

        Invert(xx, xy, yy, x, y, _count);
    }

    /// <summary>Normalises a box in place.</summary>
    /// <param name="box">M·M grey levels.</param>
    /// <param name="removesRamp">Whether a plane is taken off, not only the mean.</param>
    /// <returns>False where the background has one grey level only: then nothing is divided.</returns>
    public bool Normalise(Span<double> box, bool removesRamp)
    {
        // Sums of what is left of the mean lose no digits where grey levels are large.
        double mean = Mean(box);
        if (removesRamp)
        {
            RemovePlane(box, mean);
            mean = Mean(box);
        }

        double deviation = Math.Sqrt(Squares(box, mean) / _count);
        bool isFlat = deviation < LeastDeviation;
        for (int i = 0; i < box.Length; i++)
        {
            box[i] = isFlat ? box[i] - mean : (box[i] - mean) / deviation;
        }

        return !isFlat;
    }

    // Columns of a row that are no background: x² ≤ R² − y².
    private static (int From, int To) Chord(int side, int radius, int y)
    {
        long left = ((long)radius * radius) - ((long)y * y);
        if (left < 0)
        {
            return (0, 0);
        }

        int half = (int)Math.Sqrt(left);
        return (Math.Max(0, (side / 2) - half), Math.Min(side, (side / 2) + half + 1));
    }

    private double Mean(ReadOnlySpan<double> box)
    {
        double sum = 0;
        for (int j = 0; j < _side; j++)
        {
            ReadOnlySpan<double> row = box.Slice(j * _side, _side);
            sum += Sum(row[.._particle[j].From], 0) + Sum(row[_particle[j].To..], 0);
        }

        return sum / _count;
    }

    private static double Sum(ReadOnlySpan<double> values, double taken)
    {
        // Four sums side by side: one alone waits for every addition.
        (double a, double b, double c, double d) = (0, 0, 0, 0);
        int i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            a += values[i] - taken;
            b += values[i + 1] - taken;
            c += values[i + 2] - taken;
            d += values[i + 3] - taken;
        }

        for (; i < values.Length; i++)
        {
            a += values[i] - taken;
        }

        return a + b + (c + d);
    }

    private double Squares(ReadOnlySpan<double> box, double mean)
    {
        double sum = 0;
        for (int j = 0; j < _side; j++)
        {
            ReadOnlySpan<double> row = box.Slice(j * _side, _side);
            sum += SumOfSquares(row[.._particle[j].From], mean) + SumOfSquares(row[_particle[j].To..], mean);
        }

        return sum;
    }

    private static double SumOfSquares(ReadOnlySpan<double> values, double mean)
    {
        (double a, double b, double c, double d) = (0, 0, 0, 0);
        int i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            (double p, double q) = (values[i] - mean, values[i + 1] - mean);
            (double r, double s) = (values[i + 2] - mean, values[i + 3] - mean);
            (a, b, c, d) = (a + (p * p), b + (q * q), c + (r * r), d + (s * s));
        }

        for (; i < values.Length; i++)
        {
            a += (values[i] - mean) * (values[i] - mean);
        }

        return a + b + (c + d);
    }

    private void RemovePlane(Span<double> box, double mean)
    {
        double x = 0;
        double y = 0;
        double one = 0;
        for (int j = 0; j < _side; j++)
        {
            ReadOnlySpan<double> row = box.Slice(j * _side, _side);
            (int from, int to) = _particle[j];
            double sum = Sum(row[..from], mean) + Sum(row[to..], mean);
            one += sum;
            y += (j - (_side / 2)) * sum;
            x += Tilt(row[..from], -(_side / 2), mean) + Tilt(row[to..], to - (_side / 2), mean);
        }

        double a = (_inverse[0, 0] * x) + (_inverse[0, 1] * y) + (_inverse[0, 2] * one);
        double b = (_inverse[1, 0] * x) + (_inverse[1, 1] * y) + (_inverse[1, 2] * one);
        double c = (_inverse[2, 0] * x) + (_inverse[2, 1] * y) + (_inverse[2, 2] * one);
        for (int j = 0; j < _side; j++)
        {
            Span<double> row = box.Slice(j * _side, _side);
            double level = (b * (j - (_side / 2))) + c + mean;
            for (int i = 0; i < row.Length; i++)
            {
                row[i] -= (a * (i - (_side / 2))) + level;
            }
        }
    }

    // Σ x·(value − mean), the first value at column x.
    private static double Tilt(ReadOnlySpan<double> values, int x, double mean)
    {
        (double even, double odd) = (0, 0);
        int i = 0;
        for (; i + 2 <= values.Length; i += 2)
        {
            even += (x + i) * (values[i] - mean);
            odd += (x + i + 1) * (values[i + 1] - mean);
        }

        return i < values.Length ? even + odd + ((x + i) * (values[i] - mean)) : even + odd;
    }

    // Of the symmetric matrix of the normal equations, by its cofactors.
    private void Invert(double xx, double xy, double yy, double x, double y, double n)
    {
        (double aa, double ab, double ac) = ((yy * n) - (y * y), (x * y) - (xy * n), (xy * y) - (yy * x));
        (double bb, double bc, double cc) = ((xx * n) - (x * x), (xy * x) - (xx * y), (xx * yy) - (xy * xy));
        double determinant = (xx * aa) + (xy * ab) + (x * ac);
        (_inverse[0, 0], _inverse[1, 1], _inverse[2, 2]) = (aa / determinant, bb / determinant, cc / determinant);
        _inverse[0, 1] = _inverse[1, 0] = ab / determinant;
        _inverse[0, 2] = _inverse[2, 0] = ac / determinant;
        _inverse[1, 2] = _inverse[2, 1] = bc / determinant;
    }
}
