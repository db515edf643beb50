using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>Writes a stack of square images as they are made, atomically, without holding them all.</summary>
/// <remarks>
/// What the header says of the grey levels follows RELION's stacks of particles: least and largest of all, the mean of
/// the images' means, and the root of the mean of their variances.
/// </remarks>
public sealed class MrcStackWriter
{
    private readonly Stream _stream;
    private readonly int _side;
    private readonly SampleType _samples;
    private readonly float _lowest;
    private readonly float _highest;
    private int _count;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;
    private double _means;
    private double _variances;

    private MrcStackWriter(Stream stream, int side, SampleType samples)
    {
        (_stream, _side, _samples) = (stream, side, samples);
        (_lowest, _highest) = MrcWriter.Range(samples);
    }

    /// <summary>Writes a stack.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="side">Rows and columns of an image, at least 1.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel, positive.</param>
    /// <param name="samples">Floats or halves.</param>
    /// <param name="addAll">Adds the images one by one, at least one; what it throws leaves the old file alone.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(
        string path, int side, double pixelSizeAngstrom, SampleType samples, Action<MrcStackWriter> addAll)
    {
        ArgumentNullException.ThrowIfNull(addAll);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pixelSizeAngstrom);
        if (samples is not (SampleType.Floats or SampleType.Halves))
        {
            throw new ArgumentOutOfRangeException(nameof(samples), samples, "Expected floats or halves.");
        }

        AtomicFile.Write(path, stream =>
        {
            // The header knows what only the last image tells.
            stream.Write(new byte[MrcHeader.Size]);
            MrcStackWriter writer = new(stream, side, samples);
            addAll(writer);
            stream.Position = 0;
            stream.Write(writer.Header(pixelSizeAngstrom));
        });
    }

    /// <summary>Adds an image.</summary>
    /// <param name="image">side·side grey levels, row by row.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a grey level is not finite or beyond what the
    /// samples can hold.</exception>
    public void Add(ReadOnlySpan<float> image)
    {
        if (image.Length != (long)_side * _side)
        {
            throw new ArgumentException($"There are {image.Length} pixels, expected {_side} x {_side}.", nameof(image));
        }

        Measure(image);
        MrcWriter.WritePixels(_stream, image, _samples);
        _count++;
    }

    // Of what is stored, so that a reader that recomputes it agrees.
    private void Measure(ReadOnlySpan<float> image)
    {
        float least = float.PositiveInfinity;
        float largest = float.NegativeInfinity;
        double sum = 0;
        double squares = 0;
        float first = MrcWriter.Stored(image[0], _samples);
        foreach (float pixel in image)
        {
            if (!(pixel >= _lowest && pixel <= _highest))
            {
                throw new ArgumentException(
                    $"A pixel is {pixel}, expected {_lowest} to {_highest}.", nameof(image));
            }

            // Differences to some grey level of the image lose no digits where all are large.
            float stored = MrcWriter.Stored(pixel, _samples);
            least = MathF.Min(least, stored);
            largest = MathF.Max(largest, stored);
            double difference = (double)stored - first;
            sum += difference;
            squares += difference * difference;
        }

        double mean = sum / image.Length;
        _minimum = Math.Min(_minimum, least);
        _maximum = Math.Max(_maximum, largest);
        _means += first + mean;
        _variances += Math.Max(0, (squares / image.Length) - (mean * mean));
    }

    private byte[] Header(double pixelSizeAngstrom) => MrcHeaderBytes.Of(
        _count,
        _side,
        _side,
        pixelSizeAngstrom,
        _samples,
        new MrcStatistics(_minimum, _maximum, _means / _count, Math.Sqrt(_variances / _count)));
}
