namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>One page of a TIFF whose directory has been held against the file.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Bits">8, 16 or 32 bits of a grey level.</param>
/// <param name="Format">What these bits are.</param>
/// <param name="Compression">How pixels are stored.</param>
/// <param name="Predictor">What was done to rows before they were packed, see <see cref="TiffPredictor"/>.</param>
/// <param name="TileWidth">Columns of a block: those of a tile, or of the image for strips.</param>
/// <param name="TileHeight">Rows of a block: those of a tile or of a strip.</param>
/// <param name="IsTiled">Tiles, or strips.</param>
/// <param name="Offsets">Where each block begins; all lie within the file.</param>
/// <param name="ByteCounts">How many bytes each block has in the file.</param>
/// <param name="IsBigEndian">Whether the high byte comes first.</param>
internal sealed record TiffPage(
    int Width,
    int Height,
    int Bits,
    TiffSampleFormat Format,
    TiffCompression Compression,
    int Predictor,
    int TileWidth,
    int TileHeight,
    bool IsTiled,
    IReadOnlyList<long> Offsets,
    IReadOnlyList<long> ByteCounts,
    bool IsBigEndian)
{
    /// <summary>How a grey level is stored.</summary>
    public SampleType Samples => (Format, Bits) switch
    {
        (TiffSampleFormat.Float, _) => SampleType.Floats,
        (TiffSampleFormat.Signed, 8) => SampleType.SignedBytes,
        (TiffSampleFormat.Signed, 16) => SampleType.Shorts,
        (TiffSampleFormat.Signed, _) => SampleType.Integers,
        (_, 8) => SampleType.UnsignedBytes,
        (_, 16) => SampleType.UnsignedShorts,
        _ => SampleType.UnsignedIntegers,
    };

    /// <summary>Bytes of a grey level.</summary>
    public int SampleBytes => Bits / 8;

    /// <summary>Blocks beside each other: 1 for strips.</summary>
    public int BlocksAcross => ((Width - 1) / TileWidth) + 1;

    /// <summary>Blocks in all.</summary>
    public long Blocks => (long)BlocksAcross * (((Height - 1) / TileHeight) + 1);

    /// <summary>Bytes of a row of a block.</summary>
    public int BlockRowBytes => checked(TileWidth * SampleBytes);

    /// <summary>Bytes of a whole block.</summary>
    public long BlockBytes => (long)BlockRowBytes * TileHeight;

    /// <summary>Rows that a block has in the file: tiles have all of theirs, the last strip may have fewer.</summary>
    /// <param name="block">From 0.</param>
    public int StoredRows(int block) => IsTiled ? TileHeight : Math.Min(TileHeight, Height - (block * TileHeight));
}
