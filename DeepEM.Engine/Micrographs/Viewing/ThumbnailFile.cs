using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>Thumbnails of many micrographs in one file, which may be deleted at any time.</summary>
/// <remarks>Slot i holds 64 x 64 bytes at 4096·i, see <see cref="SlotFile"/>. Several threads may call at the same
/// time.</remarks>
public sealed class ThumbnailFile : IDisposable
{
    /// <summary>Side of a thumbnail, pixels.</summary>
    public const int Side = 64;

    /// <summary>Bytes of a thumbnail.</summary>
    public const int SlotBytes = Side * Side;

    private const double Rest = 0.01;

    private readonly SlotFile _slots;

    private ThumbnailFile(SlotFile slots) => _slots = slots;

    /// <summary>Opens the file, or makes it with its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="readOnly">Whether nothing is made or written; there may be no file then.</param>
    /// <returns>The thumbnails.</returns>
    /// <exception cref="IOException">It cannot be opened; the message is one line that begins with the path.
    /// </exception>
    public static ThumbnailFile Open(string path, bool readOnly) => new(SlotFile.Open(path, SlotBytes, readOnly));

    /// <summary>Reads thumbnails that follow each other.</summary>
    /// <param name="from">The first micrograph, from 0.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>count·4096 bytes, mid-grey where there is no thumbnail, and which micrographs have none.</returns>
    /// <exception cref="IOException">They cannot be read; the message is one line that begins with the path.
    /// </exception>
    public (byte[] Bytes, IReadOnlyList<int> Missing) Read(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        byte[] bytes = new byte[checked(count * SlotBytes)];
        List<int> missing = [];
        for (int i = 0; i < count; i++)
        {
            Span<byte> slot = bytes.AsSpan(i * SlotBytes, SlotBytes);
            if (!_slots.TryRead(from + i, slot))
            {
                slot.Fill(GreyRange.Middle);
                missing.Add(from + i);
            }
        }

        return (bytes, missing);
    }

    /// <summary>Writes a thumbnail.</summary>
    /// <param name="index">The micrograph, from 0.</param>
    /// <param name="pixels">64 x 64 bytes, row by row.</param>
    /// <exception cref="IOException">It cannot be written; the message is one line that begins with the path.
    /// </exception>
    public void Put(int index, ReadOnlySpan<byte> pixels) => _slots.Write(index, pixels);

    /// <summary>Takes a thumbnail out, because its micrograph changed.</summary>
    /// <param name="index">The micrograph, from 0.</param>
    /// <exception cref="IOException">It cannot be written; the message is one line that begins with the path.
    /// </exception>
    public void Forget(int index) => _slots.Forget(index);

    /// <summary>Makes a thumbnail.</summary>
    /// <param name="plane">The micrograph.</param>
    /// <returns>64 x 64 bytes: the whole micrograph in the middle, its longer side 64 pixels, black to white from the
    /// first to the last hundredth of its means (as bytes of the plane, means of noise would all be one grey); 128
    /// around it.</returns>
    public static byte[] ThumbnailOf(DisplayPlane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        int longer = Math.Max(plane.PlaneWidth, plane.PlaneHeight);
        int width = Fitted(plane.PlaneWidth, longer);
        int height = Fitted(plane.PlaneHeight, longer);
        float[] means = new float[height * width];
        for (int i = 0; i < means.Length; i++)
        {
            Range rows = Part(i / width, height, plane.PlaneHeight);
            means[i] = Mean(plane, rows, Part(i % width, width, plane.PlaneWidth));
        }

        GreyRange range = GreyRange.Between(means, Rest);
        byte[] thumbnail = new byte[SlotBytes];
        Array.Fill(thumbnail, GreyRange.Middle);
        int corner = ((Side - height) / 2 * Side) + ((Side - width) / 2);
        for (int i = 0; i < height; i++)
        {
            range.ToBytes(means.AsSpan(i * width, width), thumbnail.AsSpan(corner + (i * Side), width));
        }

        return thumbnail;
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private static int Fitted(int extent, int longer) =>
        Math.Max(1, (int)Math.Round((double)Side * extent / longer));

    // A small micrograph is enlarged: each of its pixels is then the whole part of several.
    private static Range Part(int number, int parts, int extent)
    {
        int first = (int)((long)number * extent / parts);
        return first..Math.Max(first + 1, (int)((number + 1L) * extent / parts));
    }

    private static float Mean(DisplayPlane plane, Range rows, Range columns)
    {
        long sum = 0;
        for (int y = rows.Start.Value; y < rows.End.Value; y++)
        {
            foreach (byte pixel in plane.Pixels.AsSpan(y * plane.PlaneWidth, plane.PlaneWidth)[columns])
            {
                sum += pixel;
            }
        }

        int count = (rows.End.Value - rows.Start.Value) * (columns.End.Value - columns.Start.Value);
        return (float)((double)sum / count);
    }
}
