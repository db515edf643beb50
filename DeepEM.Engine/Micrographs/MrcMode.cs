namespace DeepEM.Engine.Micrographs;

/// <summary>How an MRC file stores a pixel: those of MRC2014's modes that an image can have.</summary>
public enum MrcMode
{
    /// <summary>One byte, signed unless IMOD's stamp says otherwise.</summary>
    Bytes = 0,

    /// <summary>Two bytes, signed.</summary>
    Shorts = 1,

    /// <summary>Four bytes, IEEE 754.</summary>
    Floats = 2,

    /// <summary>Two bytes, unsigned.</summary>
    UnsignedShorts = 6,

    /// <summary>Two bytes, IEEE 754; RELION 4 and later.</summary>
    Halves = 12,

    /// <summary>Four bits, unsigned, the low half of a byte first, rows padded to a byte; SerialEM, IMOD.</summary>
    Nibbles = 101,
}
