namespace DeepEM.Kernels.Fourier;

/// <summary>Makes square images smaller by cutting the edge off their Fourier transform, in double precision.</summary>
/// <remarks>
/// With F as in <see cref="FourierReference"/>, N pixels a side before and M after, both even:
/// <code>
/// small[j, i] = 1/N² · Σ_v Σ_u F(v, u)·exp(+2πi·(v·j + u·i)/M)
/// v = −(M/2−1) ... M/2,  u = −(M/2−1) ... M/2,  F(v, −u) = F(−v, u)*
/// </code>
/// <para>
/// The mean stays, because the sum of N² pixels is divided by N². Of the two rows of the highest frequency the positive
/// one is kept as it stands and alone, as RELION's <c>selfScaleToSize</c> leaves it. Columns u = 0 and u = M/2 count as
/// real after the transform along v; what that row leaves of an imaginary part there is dropped, as every inverse
/// transform to real values does. One object serves one thread.
/// </para>
/// </remarks>
public sealed class FourierCrop
{
    private const int Lanes = DoubleLines.Lanes;

    private readonly DoubleLines _longRows;
    private readonly DoubleLines _longColumns;
    private readonly DoubleLines _shortColumns;
    private readonly DoubleLines _shortRows;
    private readonly double[] _real;
    private readonly double[] _imaginary;
    private readonly int _stride;

    /// <summary>Prepares the transforms of one pair of sizes.</summary>
    /// <param name="side">Side of the images, N, even.</param>
    /// <param name="croppedSide">Side of the smaller ones, M, even and at most N.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is odd, not positive, or M is larger than N.</exception>
    public FourierCrop(int side, int croppedSide)
    {
        RequireEven(side, nameof(side));
        RequireEven(croppedSide, nameof(croppedSide));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(croppedSide, side);
        (Side, CroppedSide) = (side, croppedSide);
        _longRows = new DoubleLines(side);
        _longColumns = new DoubleLines(side);
        _shortColumns = new DoubleLines(croppedSide);
        _shortRows = new DoubleLines(croppedSide);

        // Whole groups of columns, so that none has to be told where the spectrum ends.
        _stride = ((croppedSide / 2) + Lanes) / Lanes * Lanes;
        _real = new double[checked(side * _stride)];
        _imaginary = new double[checked(side * _stride)];
    }

    /// <summary>Side of the images, N.</summary>
    public int Side { get; }

    /// <summary>Side of the smaller images, M.</summary>
    public int CroppedSide { get; }

    /// <summary>Makes an image smaller.</summary>
    /// <param name="image">N·N grey levels, row by row.</param>
    /// <param name="cropped">Receives M·M grey levels; overwritten.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Apply(ReadOnlySpan<double> image, Span<double> cropped)
    {
        RequireLength(image.Length, Side, nameof(image));
        RequireLength(cropped.Length, CroppedSide, nameof(cropped));
        for (int row = 0; row < Side; row += 2 * Lanes)
        {
            ForwardRows(image, row);
        }

        for (int column = 0; column < _stride; column += Lanes)
        {
            CropColumns(column);
        }

        for (int row = 0; row < CroppedSide; row += 2 * Lanes)
        {
            InverseRows(cropped, row);
        }
    }

    // Rows in pairs, one as the real and one as the imaginary part of a line. With Z = A + iB:
    // A(u) = (Z(u) + Z(−u)*)/2 and B(u) = (Z(u) − Z(−u)*)/2i. N is even, so no row is left without a partner.
    private void ForwardRows(ReadOnlySpan<double> image, int first)
    {
        int pairs = Math.Min(Lanes, (Side - first) / 2);
        for (int lane = 0; lane < Lanes; lane++)
        {
            // Lanes without rows hold what they like: lanes never mix.
            int row = lane < pairs ? first + (2 * lane) : first;
            Interleave(image.Slice(row * Side, Side), _longRows.Real, lane);
            Interleave(image.Slice((row + 1) * Side, Side), _longRows.Imaginary, lane);
        }

        _longRows.Forward();
        double[] zReal = _longRows.Real;
        double[] zImaginary = _longRows.Imaginary;
        for (int lane = 0; lane < pairs; lane++)
        {
            int even = (first + (2 * lane)) * _stride;
            int odd = even + _stride;
            for (int u = 0; u <= CroppedSide / 2; u++)
            {
                int here = (u * Lanes) + lane;
                int there = ((u == 0 ? 0 : Side - u) * Lanes) + lane;
                _real[even + u] = 0.5 * (zReal[here] + zReal[there]);
                _imaginary[even + u] = 0.5 * (zImaginary[here] - zImaginary[there]);
                _real[odd + u] = 0.5 * (zImaginary[here] + zImaginary[there]);
                _imaginary[odd + u] = 0.5 * (zReal[there] - zReal[here]);
            }
        }
    }

    // Along v there and, with the rows that are kept, back.
    private void CropColumns(int first)
    {
        for (int v = 0; v < Side; v++)
        {
            _real.AsSpan((v * _stride) + first, Lanes).CopyTo(_longColumns.Real.AsSpan(v * Lanes));
            _imaginary.AsSpan((v * _stride) + first, Lanes).CopyTo(_longColumns.Imaginary.AsSpan(v * Lanes));
        }

        _longColumns.Forward();
        int low = ((CroppedSide / 2) + 1) * Lanes;
        int high = (CroppedSide * Lanes) - low;
        Keep(_longColumns.Real, _shortColumns.Real, low, high);
        Keep(_longColumns.Imaginary, _shortColumns.Imaginary, low, high);
        _shortColumns.Inverse();
        for (int j = 0; j < CroppedSide; j++)
        {
            _shortColumns.Real.AsSpan(j * Lanes, Lanes).CopyTo(_real.AsSpan((j * _stride) + first));
            _shortColumns.Imaginary.AsSpan(j * Lanes, Lanes).CopyTo(_imaginary.AsSpan((j * _stride) + first));
        }
    }

    private void InverseRows(Span<double> cropped, int first)
    {
        int pairs = Math.Min(Lanes, (CroppedSide - first) / 2);
        for (int lane = 0; lane < Lanes; lane++)
        {
            FillPair(lane < pairs ? first + (2 * lane) : first, lane);
        }

        _shortRows.Inverse();
        double scale = 1.0 / ((double)Side * Side);
        for (int lane = 0; lane < pairs; lane++)
        {
            int row = first + (2 * lane);
            Part(_shortRows.Real, lane, cropped.Slice(row * CroppedSide, CroppedSide), scale);
            Part(_shortRows.Imaginary, lane, cropped.Slice((row + 1) * CroppedSide, CroppedSide), scale);
        }
    }

    // Z = A + iB from the halves of two rows; at u = 0 and u = M/2 the rows are real.
    private void FillPair(int row, int lane)
    {
        int half = CroppedSide / 2;
        double[] zReal = _shortRows.Real;
        double[] zImaginary = _shortRows.Imaginary;
        for (int u = 0; u <= half; u++)
        {
            int even = (row * _stride) + u;
            int odd = even + _stride;
            bool isReal = u == 0 || u == half;
            double aImaginary = isReal ? 0 : _imaginary[even];
            double bImaginary = isReal ? 0 : _imaginary[odd];
            int here = (u * Lanes) + lane;
            zReal[here] = _real[even] - bImaginary;
            zImaginary[here] = aImaginary + _real[odd];
            if (!isReal)
            {
                int there = ((CroppedSide - u) * Lanes) + lane;
                zReal[there] = _real[even] + bImaginary;
                zImaginary[there] = _real[odd] - aImaginary;
            }
        }
    }

    private static void Keep(double[] source, double[] target, int low, int high)
    {
        source.AsSpan(0, low).CopyTo(target);
        source.AsSpan(source.Length - high, high).CopyTo(target.AsSpan(low));
    }

    private static void Interleave(ReadOnlySpan<double> row, double[] lines, int lane)
    {
        for (int x = 0; x < row.Length; x++)
        {
            lines[(x * Lanes) + lane] = row[x];
        }
    }

    private static void Part(double[] lines, int lane, Span<double> row, double scale)
    {
        for (int x = 0; x < row.Length; x++)
        {
            row[x] = lines[(x * Lanes) + lane] * scale;
        }
    }

    private static void RequireEven(int side, string name)
    {
        if (side < 2 || side % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(name, side, "Expected an even number of pixels.");
        }
    }

    private static void RequireLength(int length, int side, string name)
    {
        if (length != (long)side * side)
        {
            throw new ArgumentException($"There are {length} values, expected {side} x {side}.", name);
        }
    }
}
