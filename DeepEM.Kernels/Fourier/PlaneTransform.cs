namespace DeepEM.Kernels.Fourier;

/// <summary>The steps of the transform of a real image of one size: groups of lines that do not depend on each other.
/// </summary>
/// <remarks>
/// Rows are transformed in pairs, one as the real and one as the imaginary part of a complex line; then the columns.
/// The inverse goes the other way. Groups of one step may run on any threads, each with lines of its own; the
/// definition is at <see cref="FourierTransform"/>.
/// </remarks>
internal sealed class PlaneTransform
{
    private const int Lanes = ILineTransform.Lanes;
    private readonly ILineTransform _rows;
    private readonly ILineTransform _columns;

    /// <summary>Prepares the transform of one size.</summary>
    /// <param name="height">Rows of the images, at least 1.</param>
    /// <param name="width">Columns of the images, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public PlaneTransform(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Height, Width, Columns) = (height, width, (width / 2) + 1);
        _rows = ILineTransform.Create(width);
        _columns = ILineTransform.Create(height);
    }

    /// <summary>Rows of the images.</summary>
    public int Height { get; }

    /// <summary>Columns of the images.</summary>
    public int Width { get; }

    /// <summary>Columns of the spectra: Width/2 + 1, rounded down.</summary>
    public int Columns { get; }

    /// <summary>Groups of rows.</summary>
    public int RowGroups => GroupCount(Height, 2 * Lanes);

    /// <summary>Groups of columns.</summary>
    public int ColumnGroups => GroupCount(Columns, Lanes);

    /// <summary>Lines for the groups of rows, for one thread.</summary>
    public LineBuffer NewRowLines() => new(_rows);

    /// <summary>Lines for the groups of columns, for one thread.</summary>
    public LineBuffer NewColumnLines() => new(_columns);

    /// <summary>Transforms a group of rows; the first step of the transform.</summary>
    /// <param name="image">The image's first row.</param>
    /// <param name="stride">Values from row to row of the image.</param>
    /// <param name="spectrum">Receives the spectra of the rows.</param>
    /// <param name="group">Which rows.</param>
    /// <param name="lines">Lines of rows.</param>
    public void ForwardRows(
        ReadOnlySpan<float> image, int stride, SpectrumPlanes spectrum, int group, LineBuffer lines)
    {
        int first = group * 2 * Lanes;
        for (int lane = 0; lane < Lanes; lane++)
        {
            ReadRow(image, stride, first + (2 * lane), lines.Real, lane);
            ReadRow(image, stride, first + (2 * lane) + 1, lines.Imaginary, lane);
        }

        lines.Forward();

        // With Z = A + iB: A(u) = (Z(u) + Z(−u)*)/2 and B(u) = (Z(u) − Z(−u)*)/2i.
        for (int lane = 0; lane < Lanes && first + (2 * lane) < Height; lane++)
        {
            int row = first + (2 * lane);
            int even = row * spectrum.Stride;
            int odd = even + spectrum.Stride;
            bool hasOdd = row + 1 < Height;
            for (int u = 0; u < Columns; u++)
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

    /// <summary>Transforms a group of columns in their place: the last step, or the first one of the inverse.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <param name="group">Which columns.</param>
    /// <param name="lines">Lines of columns.</param>
    /// <param name="inverse">Whether the sign of the exponent is +.</param>
    public void TransformColumns(SpectrumPlanes spectrum, int group, LineBuffer lines, bool inverse)
    {
        int first = group * Lanes;
        int count = Math.Min(Lanes, Columns - first);
        for (int v = 0; v < Height; v++)
        {
            int source = (v * spectrum.Stride) + first;
            spectrum.Real.Slice(source, count).CopyTo(lines.Real.AsSpan(v * Lanes));
            spectrum.Imaginary.Slice(source, count).CopyTo(lines.Imaginary.AsSpan(v * Lanes));
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
            int target = (v * spectrum.Stride) + first;
            lines.Real.AsSpan(v * Lanes, count).CopyTo(spectrum.Real[target..]);
            lines.Imaginary.AsSpan(v * Lanes, count).CopyTo(spectrum.Imaginary[target..]);
        }
    }

    /// <summary>Transforms a group of rows back and scales them; the last step of the inverse.</summary>
    /// <param name="spectrum">The spectra of the rows.</param>
    /// <param name="image">Receives the rows: the image's first row.</param>
    /// <param name="stride">Values from row to row of the image.</param>
    /// <param name="group">Which rows.</param>
    /// <param name="lines">Lines of rows.</param>
    public void InverseRows(SpectrumPlanes spectrum, Span<float> image, int stride, int group, LineBuffer lines)
    {
        int first = group * 2 * Lanes;
        for (int lane = 0; lane < Lanes; lane++)
        {
            FillPair(spectrum, first + (2 * lane), lines, lane);
        }

        lines.Inverse();
        float scale = 1f / ((float)Height * Width);
        for (int lane = 0; lane < Lanes; lane++)
        {
            WriteRow(lines.Real, lane, image, stride, first + (2 * lane), scale);
            WriteRow(lines.Imaginary, lane, image, stride, first + (2 * lane) + 1, scale);
        }
    }

    private static int GroupCount(int lines, int perGroup) => (lines + perGroup - 1) / perGroup;

    // Z = A + iB from the halves of two rows' spectra. Real images have real values at frequency 0 and, for an even
    // width, at the highest frequency; rounding there must not leak into the other row.
    private void FillPair(SpectrumPlanes spectrum, int row, LineBuffer lines, int lane)
    {
        bool hasEven = row < Height;
        bool hasOdd = row + 1 < Height;
        int even = row * spectrum.Stride;
        int odd = even + spectrum.Stride;
        for (int u = 0; u < Columns; u++)
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

    private void ReadRow(ReadOnlySpan<float> image, int stride, int row, float[] lines, int lane)
    {
        if (row >= Height)
        {
            for (int x = 0; x < Width; x++)
            {
                lines[(x * Lanes) + lane] = 0;
            }

            return;
        }

        ReadOnlySpan<float> values = image.Slice(row * stride, Width);
        for (int x = 0; x < values.Length; x++)
        {
            lines[(x * Lanes) + lane] = values[x];
        }
    }

    private void WriteRow(float[] lines, int lane, Span<float> image, int stride, int row, float scale)
    {
        if (row >= Height)
        {
            return;
        }

        Span<float> values = image.Slice(row * stride, Width);
        for (int x = 0; x < values.Length; x++)
        {
            values[x] = lines[(x * Lanes) + lane] * scale;
        }
    }
}
