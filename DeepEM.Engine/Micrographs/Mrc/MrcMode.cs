namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>The numbers that MRC2014 has for how pixels are stored: those of its modes that an image can have.
/// </summary>
internal static class MrcMode
{
    /// <summary>One byte, signed unless IMOD's stamp says otherwise.</summary>
    public const int Bytes = 0;

    private const int Shorts = 1;
    private const int Floats = 2;
    private const int UnsignedShorts = 6;

    // Halves: RELION 4 and later. Nibbles: SerialEM, IMOD.
    private const int Halves = 12;
    private const int Nibbles = 101;

    /// <summary>What a number stands for; null for none that an image can have.</summary>
    /// <param name="number">As in the header.</param>
    /// <param name="hasUnsignedBytes">Whether IMOD's stamp says that bytes run from 0 to 255.</param>
    public static SampleType? Samples(int number, bool hasUnsignedBytes) => number switch
    {
        Bytes => hasUnsignedBytes ? SampleType.UnsignedBytes : SampleType.SignedBytes,
        Shorts => SampleType.Shorts,
        Floats => SampleType.Floats,
        UnsignedShorts => SampleType.UnsignedShorts,
        Halves => SampleType.Halves,
        Nibbles => SampleType.Nibbles,
        _ => null,
    };

    /// <summary>The number to write for samples.</summary>
    /// <param name="samples">One of those that <see cref="MrcWriter"/> writes.</param>
    public static int Number(SampleType samples) => samples switch
    {
        SampleType.SignedBytes => Bytes,
        SampleType.Shorts => Shorts,
        SampleType.Floats => Floats,
        SampleType.UnsignedShorts => UnsignedShorts,
        SampleType.Halves => Halves,
        _ => throw new ArgumentOutOfRangeException(nameof(samples), samples, "No mode is written for these samples."),
    };
}
