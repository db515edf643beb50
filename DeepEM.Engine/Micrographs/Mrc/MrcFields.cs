using System.Buffers.Binary;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>The fields of an MRC header as they stand there, in one of the two byte orders.</summary>
/// <remarks>Offsets in bytes as in MRC2014's table; the names are those of that table.</remarks>
internal readonly ref struct MrcFields(ReadOnlySpan<byte> header, bool isBigEndian)
{
    private const int ImodStamp = 1146047817;

    private readonly ReadOnlySpan<byte> _header = header;

    public bool IsBigEndian { get; } = isBigEndian;

    public int Nx => Int32(0);

    public int Ny => Int32(4);

    public int Nz => Int32(8);

    public int Mode => Int32(12);

    public int Mx => Int32(28);

    public int My => Int32(32);

    public float CellX => Single(40);

    public float CellY => Single(44);

    public (int Column, int Row, int Section) Axes => (Int32(64), Int32(68), Int32(72));

    public float Minimum => Single(76);

    public float Maximum => Single(80);

    public int Nsymbt => Int32(92);

    /// <summary>IMOD's flags, or null where its stamp is missing.</summary>
    public int? ImodFlags => Int32(152) == ImodStamp ? Int32(156) : null;

    /// <summary>How pixels are stored; null for a mode that no image can have.</summary>
    public SampleType? Samples => MrcMode.Samples(Mode, ImodFlags is int flags && (flags & 1) == 0);

    public bool HasReadableMode => Samples is not null;

    /// <summary>Bytes that the file must have; null when a field makes that impossible to say.</summary>
    public Int128? NeededBytes =>
        Samples is SampleType samples && Nx > 0 && Ny > 0 && Nz > 0 && Nsymbt >= 0
            ? MrcHeader.Size + (Int128)Nsymbt + ((Int128)MrcHeader.BytesOfRow(samples, Nx) * Ny * Nz)
            : null;

    /// <summary>Whether extents are such as cameras have, so that the byte order is likely to be right.</summary>
    public bool HasLikelyExtents => Nx is > 0 and < 1 << 20 && Ny is > 0 and < 1 << 20 && Nz is > 0 and < 1 << 20;

    private int Int32(int offset) => IsBigEndian
        ? BinaryPrimitives.ReadInt32BigEndian(_header[offset..])
        : BinaryPrimitives.ReadInt32LittleEndian(_header[offset..]);

    private float Single(int offset) => IsBigEndian
        ? BinaryPrimitives.ReadSingleBigEndian(_header[offset..])
        : BinaryPrimitives.ReadSingleLittleEndian(_header[offset..]);
}
