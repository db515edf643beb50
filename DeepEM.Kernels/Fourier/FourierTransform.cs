namespace DeepEM.Kernels.Fourier;

/// <summary>The two-dimensional Fourier transform of real images of one size, and its inverse.</summary>
/// <remarks>
/// <code>F(v, u) = Σ_y Σ_x image[y, x] · exp(−2πi·(u·x/Width + v·y/Height))</code>
/// <code>image[y, x] = 1/(Height·Width) · Σ_v Σ_u F(v, u) · exp(+2πi·(u·x/Width + v·y/Height))</code>
/// Rows are transformed in pairs, one as the real and one as the imaginary part of a complex line; then the columns.
/// Any size works; powers of two are fastest. The result does not depend on the number of threads.
/// </remarks>
public sealed class FourierTransform
{
    private const int Lanes = ILineTransform.Lanes;
    private readonly ILineTransform _rows;
    private readonly ILineTransform _columns;
    private readonly ParallelOptions _parallel;

    /// <summary>Prepares the transform of one size.</summary>
    /// <param name="height">Rows of the images, at least 1.</param>
    /// <param name="width">Columns of the images, at least 1.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public FourierTransform(int height, int width, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        (Height, Width) = (height, width);
        _rows = ILineTransform.Create(width);
        _columns = ILineTransform.Create(height);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Rows of the images.</summary>
    public int Height { get; }

    /// <summary>Columns of the images.</summary>
    public int Width { get; }

    /// <summary>Transforms an image.</summary>
    /// <param name="image">Height·Width values, row by row.</param>
    /// <returns>A new spectrum.</returns>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public Spectrum Forward(float[] image)
    {
        RequireImage(image);
        var spectrum = new Spectrum(Height, Width);
        ForEachGroup(
            _rows,
            GroupCount(Height, 2 * Lanes),
            (group, lines) => ForwardRows(image, spectrum, group, lines));
        ForEachGroup(
            _columns,
            GroupCount(spectrum.Columns, Lanes),
            (group, lines) => TransformColumns(spectrum, group, lines, inverse: false));
        return spectrum;
    }

    /// <summary>Transforms a spectrum back; the inverse of <see cref="Forward"/>.</summary>
    /// <param name="spectrum">A spectrum of this size; used as working space and worthless afterwards.</param>
    /// <param name="image">Receives Height·Width values, every one overwritten.</param>
    /// <exception cref="ArgumentException">Spectrum or image has another size.</exception>
    public void Inverse(Spectrum spectrum, float[] image)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        RequireImage(image);
        if (spectrum.Height != Height || spectrum.Width != Width)
        {
            throw new ArgumentException(
                $"The spectrum is of a {spectrum.Height} x {spectrum.Width} image, not {Height} x {Width}.",
                nameof(spectrum));
        }

        ForEachGroup(
            _columns,
            GroupCount(spectrum.Columns, Lanes),
            (group, lines) => TransformColumns(spectrum, group, lines, inverse: true));
        ForEachGroup(
            _rows,
            GroupCount(Height, 2 * Lanes),
            (group, lines) => InverseRows(spectrum, image, group, lines));
    }

    private static int GroupCount(int lines, int perGroup) => (lines + perGroup - 1) / perGroup;

    private void ForEachGroup(ILineTransform transform, int groups, Action<int, LineBuffer> body) =>
        Parallel.For(
            0,
            groups,
            _parallel,
            () => new LineBuffer(transform),
            (group, _, lines) =>
            {
                body(group, lines);
                return lines;
            },
            static _ => { });

    private void ForwardRows(float[] image, Spectrum spectrum, int group, LineBuffer lines)
    {
        int first = group * 2 * Lanes;
        for (int lane = 0; lane < Lanes; lane++)
        {
            ReadRow(image, first + (2 * lane), lines.Real, lane);
            ReadRow(image, first + (2 * lane) + 1, lines.Imaginary, lane);
        }

        lines.Forward();

        // With Z = A + iB: A(u) = (Z(u) + Z(−u)*)/2 and B(u) = (Z(u) − Z(−u)*)/2i.
        for (int lane = 0; lane < Lanes && first + (2 * lane) < Height; lane++)
        {
            int row = first + (2 * lane);
            int even = row * spectrum.Columns;
            int odd = even + spectrum.Columns;
            bool hasOdd = row + 1 < Height;
            for (int u = 0; u < spectrum.Columns; u++)
            {
                int here = (u * Lanes) + lane;
                int there = ((Width - u) % Width * Lanes) + lane;
                float real = 0.5f * lines.Real[here];
                float imaginary = 0.5f * lines.Imaginary[here];
                float mirroredReal = 0.5f * lines.Real[there];
                float mirroredImaginary = 0.5f * lines.Imaginary[there];
                spectrum.Real[even + u] = real + mirroredReal;
                spectrum.Imaginary[even + u] = imaginary - mirroredImaginary;
                if (hasOdd)
                {
                    spectrum.Real[odd + u] = imaginary + mirroredImaginary;
                    spectrum.Imaginary[odd + u] = mirroredReal - real;
                }
            }
        }
    }

    private void InverseRows(Spectrum spectrum, float[] image, int group, LineBuffer lines)
    {
        int first = group * 2 * Lanes;
        for (int lane = 0; lane < Lanes; lane++)
        {
            int row = first + (2 * lane);
            FillPair(spectrum, row, lines, lane);
        }

        lines.Inverse();
        float scale = 1f / ((float)Height * Width);
        for (int lane = 0; lane < Lanes; lane++)
        {
            WriteRow(lines.Real, lane, image, first + (2 * lane), scale);
            WriteRow(lines.Imaginary, lane, image, first + (2 * lane) + 1, scale);
        }
    }

    // Z = A + iB from the halves of two rows' spectra. Real images have real values at frequency 0 and, for an even
    // width, at the highest frequency; rounding there must not leak into the other row.
    private void FillPair(Spectrum spectrum, int row, LineBuffer lines, int lane)
    {
        bool hasEven = row < Height;
        bool hasOdd = row + 1 < Height;
        int even = row * spectrum.Columns;
        int odd = even + spectrum.Columns;
        for (int u = 0; u < spectrum.Columns; u++)
        {
            bool isReal = u == 0 || 2 * u == Width;
            float aReal = hasEven ? spectrum.Real[even + u] : 0;
            float aImaginary = hasEven && !isReal ? spectrum.Imaginary[even + u] : 0;
            float bReal = hasOdd ? spectrum.Real[odd + u] : 0;
            float bImaginary = hasOdd && !isReal ? spectrum.Imaginary[odd + u] : 0;
            int here = (u * Lanes) + lane;
            lines.Real[here] = aReal - bImaginary;
            lines.Imaginary[here] = aImaginary + bReal;
            if (!isReal)
            {
                int there = ((Width - u) * Lanes) + lane;
                lines.Real[there] = aReal + bImaginary;
                lines.Imaginary[there] = bReal - aImaginary;
            }
        }
    }

    private void TransformColumns(Spectrum spectrum, int group, LineBuffer lines, bool inverse)
    {
        int first = group * Lanes;
        int count = Math.Min(Lanes, spectrum.Columns - first);
        for (int v = 0; v < Height; v++)
        {
            int source = (v * spectrum.Columns) + first;
            spectrum.Real.AsSpan(source, count).CopyTo(lines.Real.AsSpan(v * Lanes));
            spectrum.Imaginary.AsSpan(source, count).CopyTo(lines.Imaginary.AsSpan(v * Lanes));
        }

        if (inverse)
        {
            lines.Inverse();
        }
        else
        {
            lines.Forward();
        }

        for (int v = 0; v < Height; v++)
        {
            int target = (v * spectrum.Columns) + first;
            lines.Real.AsSpan(v * Lanes, count).CopyTo(spectrum.Real.AsSpan(target));
            lines.Imaginary.AsSpan(v * Lanes, count).CopyTo(spectrum.Imaginary.AsSpan(target));
        }
    }

    private void ReadRow(float[] image, int row, float[] lines, int lane)
    {
        if (row >= Height)
        {
            for (int x = 0; x < Width; x++)
            {
                lines[(x * Lanes) + lane] = 0;
            }

            return;
        }

        ReadOnlySpan<float> values = image.AsSpan(row * Width, Width);
        for (int x = 0; x < values.Length; x++)
        {
            lines[(x * Lanes) + lane] = values[x];
        }
    }

    private void WriteRow(float[] lines, int lane, float[] image, int row, float scale)
    {
        if (row >= Height)
        {
            return;
        }

        Span<float> values = image.AsSpan(row * Width, Width);
        for (int x = 0; x < values.Length; x++)
        {
            values[x] = lines[(x * Lanes) + lane] * scale;
        }
    }

    private void RequireImage(float[] image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Length != (long)Height * Width)
        {
            throw new ArgumentException(
                $"The image has {image.Length} values, not {Height} x {Width}.", nameof(image));
        }
    }

    // One thread's lines and working space.
    private sealed class LineBuffer(ILineTransform transform)
    {
        private readonly float[] _workspace = new float[transform.WorkspaceLength];

        public float[] Real { get; } = new float[checked(transform.Length * Lanes)];

        public float[] Imaginary { get; } = new float[checked(transform.Length * Lanes)];

        public void Forward() => transform.Transform(Real, Imaginary, _workspace);

        public void Inverse() => transform.Transform(Imaginary, Real, _workspace);
    }
}
