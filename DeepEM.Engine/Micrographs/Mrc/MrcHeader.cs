using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>What the 1024 bytes before an MRC file's pixels say, checked against the file's size.</summary>
/// <remarks>
/// MRC2014 (Cheng et al., J. Struct. Biol. 192, 146, 2015): the header, then <see cref="ExtendedHeaderBytes"/> that are
/// skipped, then the sections, each row by row. Statistics in the header are ignored: programs often leave them wrong.
/// Made by <see cref="MrcHeaderReader"/>.
/// </remarks>
/// <param name="Columns">NX, at least 1.</param>
/// <param name="Rows">NY, at least 1.</param>
/// <param name="Sections">NZ, at least 1; 1 for a micrograph.</param>
/// <param name="Samples">How pixels are stored.</param>
/// <param name="IsBigEndian">Whether the high byte comes first.</param>
/// <param name="ExtendedHeaderBytes">NSYMBT, at least 0.</param>
/// <param name="PixelSizeAngstrom">CELLA / MX (not / NX), six significant digits; null when the file does not say.
/// </param>
/// <param name="Warnings">What was odd, each a notice.</param>
public sealed record MrcHeader(
    int Columns,
    int Rows,
    int Sections,
    SampleType Samples,
    bool IsBigEndian,
    int ExtendedHeaderBytes,
    double? PixelSizeAngstrom,
    IReadOnlyList<Notice> Warnings)
{
    /// <summary>Bytes of the fixed header.</summary>
    public const int Size = 1024;

    /// <summary>Where the pixels begin in the file.</summary>
    public long DataOffset => Size + (long)ExtendedHeaderBytes;

    /// <summary>Bytes of a row.</summary>
    public long RowBytes => BytesOfRow(Samples, Columns);

    /// <summary>Bytes of a section.</summary>
    public long SectionBytes => checked(RowBytes * Rows);

    internal static long BytesOfRow(SampleType samples, long columns) => samples switch
    {
        SampleType.UnsignedBytes or SampleType.SignedBytes => columns,
        SampleType.Shorts or SampleType.UnsignedShorts or SampleType.Halves => 2 * columns,
        SampleType.Floats => 4 * columns,
        SampleType.Nibbles => (columns + 1) / 2,
        _ => throw new ArgumentOutOfRangeException(nameof(samples), samples, "No mode of MRC has these samples."),
    };
}
