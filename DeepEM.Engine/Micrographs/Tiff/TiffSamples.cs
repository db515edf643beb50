using System.Runtime.InteropServices;

namespace DeepEM.Engine.Micrographs.Tiff;

/// <summary>Turns the grey levels of a TIFF into floats.</summary>
internal static class TiffSamples
{
    /// <summary>Widens grey levels; whole numbers beyond 2^24 are rounded to the nearest float.</summary>
    /// <param name="source">Grey levels in this machine's byte order, at least as many as are wanted.</param>
    /// <param name="page">What they are.</param>
    /// <param name="target">Overwritten wholly; its length says how many.</param>
    public static void Widen(ReadOnlySpan<byte> source, TiffPage page, Span<float> target)
    {
        source = source[..(target.Length * page.SampleBytes)];
        switch (page.Format, page.Bits)
        {
            case (TiffSampleFormat.Unsigned, 8):
                PixelConversion.Widen(source, MrcMode.Bytes, isUnsigned: true, target);
                break;
            case (TiffSampleFormat.Signed, 8):
                PixelConversion.Widen(source, MrcMode.Bytes, isUnsigned: false, target);
                break;
            case (TiffSampleFormat.Unsigned, 16):
                PixelConversion.Widen(source, MrcMode.UnsignedShorts, isUnsigned: false, target);
                break;
            case (TiffSampleFormat.Signed, 16):
                PixelConversion.Widen(source, MrcMode.Shorts, isUnsigned: false, target);
                break;
            case (TiffSampleFormat.Unsigned, 32):
                ReadOnlySpan<uint> unsigned = MemoryMarshal.Cast<byte, uint>(source);
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = unsigned[i];
                }

                break;
            case (TiffSampleFormat.Signed, 32):
                ReadOnlySpan<int> signed = MemoryMarshal.Cast<byte, int>(source);
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = signed[i];
                }

                break;
            default:
                source.CopyTo(MemoryMarshal.AsBytes(target));
                break;
        }
    }
}
