using System.Buffers.Binary;

namespace DeepEM.Tests.Support.BadFiles;

/// <summary>Builds TIFF and BigTIFF files byte by byte, right ones and wrong ones, without a library.</summary>
internal sealed class TiffBytes
{
    public int Width { get; init; } = MrcBytes.Nx;

    public int Height { get; init; } = MrcBytes.Ny;

    public int Bits { get; init; } = 32;

    public int Format { get; init; } = 3;

    public int Compression { get; init; } = 1;

    public bool IsBigEndian { get; init; }

    public bool IsBig { get; init; }

    public int? Version { get; init; }

    public int RowsPerStrip { get; init; } = MrcBytes.Ny;

    /// <summary>Sides of a tile; null for strips.</summary>
    public (int Width, int Height)? Tile { get; init; }

    /// <summary>Where the header says the first directory is; null for where it is.</summary>
    public long? FirstDirectory { get; init; }

    /// <summary>Bytes that each block claims to have; null for those it has.</summary>
    public long? ClaimedBytes { get; init; }

    /// <summary>Whether the last directory names the first as the next.</summary>
    public bool IsCircular { get; init; }

    /// <summary>Tags added to each directory, or put in the place of those there would be; one value each.</summary>
    public IReadOnlyDictionary<int, long> Tags { get; init; } = new Dictionary<int, long>();

    /// <summary>Tags left out.</summary>
    public IReadOnlyList<int> Missing { get; init; } = [];

    /// <summary>Packs the bytes of a block.</summary>
    public Func<byte[], byte[]> Pack { get; init; } = block => block;

    private int WordSize => IsBig ? 8 : 4;

    private int SampleBytes => Math.Max(1, Bits / 8);

    /// <summary>The test image of MrcBytes as floats, in the byte order of the file.</summary>
    public byte[] Floats(float add = 0) => MrcBytes.Floats([.. MrcBytes.Image().Select(p => p + add)], IsBigEndian);

    /// <summary>A file of the test image as floats.</summary>
    public byte[] WithImage() => With(Floats());

    /// <summary>A file of pages, each given by its grey levels row by row in the byte order of the file.</summary>
    public byte[] With(params byte[][] pages)
    {
        using MemoryStream file = new();
        file.Write(IsBigEndian ? "MM"u8 : "II"u8);
        Put(file, Version ?? (IsBig ? 43 : 42), 2);
        if (IsBig)
        {
            Put(file, 8, 2);
            Put(file, 0, 2);
        }

        long link = file.Position;
        Put(file, 0, WordSize);
        long first = 0;
        foreach (byte[] page in pages)
        {
            (List<long> offsets, List<long> counts) = WriteBlocks(file, page);
            SortedDictionary<int, (int Type, List<long> Values)> tags = Directory(offsets, counts);
            foreach ((_, (int type, List<long> values)) in tags)
            {
                // Lists that do not fit into their entry go before the directory.
                if (values.Count * SizeOf(type) > WordSize)
                {
                    long place = file.Position;
                    values.ForEach(value => Put(file, value, SizeOf(type)));
                    values.Insert(0, place);
                }
            }

            long directory = file.Position;
            first = first == 0 ? directory : first;
            Link(file, link, FirstDirectory is long wrong && link < 16 ? wrong : directory);
            Put(file, tags.Count, IsBig ? 8 : 2);
            foreach ((int tag, (int type, List<long> values)) in tags)
            {
                WriteEntry(file, tag, type, values);
            }

            link = file.Position;
            Put(file, 0, WordSize);
        }

        if (IsCircular)
        {
            Link(file, link, first);
        }

        return file.ToArray();
    }

    private static int SizeOf(int type) => type switch { 3 => 2, 16 => 8, _ => 4 };

    private SortedDictionary<int, (int Type, List<long> Values)> Directory(List<long> offsets, List<long> counts)
    {
        int list = IsBig ? 16 : 4;
        SortedDictionary<int, (int Type, List<long> Values)> tags = new()
        {
            [256] = (4, [Width]),
            [257] = (4, [Height]),
            [258] = (3, [Bits]),
            [259] = (3, [Compression]),
            [262] = (3, [1]),
            [277] = (3, [1]),
            [339] = (3, [Format]),
        };
        if (Tile is (int width, int height))
        {
            tags[322] = (4, [width]);
            tags[323] = (4, [height]);
            tags[324] = (list, offsets);
            tags[325] = (list, counts);
        }
        else
        {
            tags[273] = (list, offsets);
            tags[278] = (4, [RowsPerStrip]);
            tags[279] = (list, counts);
        }

        foreach ((int tag, long value) in Tags)
        {
            tags[tag] = (4, [value]);
        }

        foreach (int tag in Missing)
        {
            tags.Remove(tag);
        }

        return tags;
    }

    private (List<long> Offsets, List<long> Counts) WriteBlocks(MemoryStream file, byte[] page)
    {
        List<long> offsets = [];
        List<long> counts = [];
        foreach (byte[] block in Tile is null ? Strips(page) : Tiles(page))
        {
            byte[] packed = Pack(block);
            offsets.Add(file.Position);
            counts.Add(ClaimedBytes ?? packed.Length);
            file.Write(packed);
        }

        return (offsets, counts);
    }

    private IEnumerable<byte[]> Strips(byte[] page) => page.Chunk(RowsPerStrip * Width * SampleBytes);

    private IEnumerable<byte[]> Tiles(byte[] page)
    {
        (int width, int height) = Tile!.Value;
        for (int top = 0; top < Height; top += height)
        {
            for (int left = 0; left < Width; left += width)
            {
                byte[] tile = new byte[width * height * SampleBytes];
                for (int row = 0; row < Math.Min(height, Height - top); row++)
                {
                    page.AsSpan(
                        (((top + row) * Width) + left) * SampleBytes, Math.Min(width, Width - left) * SampleBytes)
                        .CopyTo(tile.AsSpan(row * width * SampleBytes));
                }

                yield return tile;
            }
        }
    }

    private void WriteEntry(MemoryStream file, int tag, int type, List<long> values)
    {
        bool isElsewhere = values.Count > 1 && values.Count * SizeOf(type) > WordSize;
        Put(file, tag, 2);
        Put(file, type, 2);
        Put(file, isElsewhere ? values.Count - 1 : values.Count, WordSize);
        if (isElsewhere)
        {
            Put(file, values[0], WordSize);
            return;
        }

        values.ForEach(value => Put(file, value, SizeOf(type)));
        file.Write(new byte[WordSize - (values.Count * SizeOf(type))]);
    }

    private void Link(MemoryStream file, long place, long target)
    {
        long end = file.Position;
        file.Position = place;
        Put(file, target, WordSize);
        file.Position = end;
    }

    private void Put(MemoryStream file, long value, int size)
    {
        byte[] bytes = new byte[8];
        if (IsBigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            file.Write(bytes, 8 - size, size);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            file.Write(bytes, 0, size);
        }
    }
}
