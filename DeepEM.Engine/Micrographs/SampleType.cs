namespace DeepEM.Engine.Micrographs;

/// <summary>How a file stores a grey level.</summary>
public enum SampleType
{
    /// <summary>One byte, 0 to 255.</summary>
    UnsignedBytes,

    /// <summary>One byte, -128 to 127.</summary>
    SignedBytes,

    /// <summary>Two bytes, signed.</summary>
    Shorts,

    /// <summary>Two bytes, unsigned.</summary>
    UnsignedShorts,

    /// <summary>Four bytes, signed.</summary>
    Integers,

    /// <summary>Four bytes, unsigned.</summary>
    UnsignedIntegers,

    /// <summary>Two bytes, IEEE 754.</summary>
    Halves,

    /// <summary>Four bytes, IEEE 754.</summary>
    Floats,

    /// <summary>Four bits, unsigned, the low half of a byte first, rows padded to a byte.</summary>
    Nibbles,
}
