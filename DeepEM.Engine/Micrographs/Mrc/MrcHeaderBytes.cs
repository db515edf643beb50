using System.Buffers.Binary;
using System.Text;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>The 1024 bytes before the pixels of the files that DeepEM writes: MRC2014, little-endian.</summary>
internal static class MrcHeaderBytes
{
    private const int FormatVersion = 20141;
    private const int ImodStamp = 1146047817;
    private const int ImodSignedBytes = 1;

    /// <summary>The header of an image or of a stack of images (MZ = 1, ISPG = 0).</summary>
    /// <param name="sections">Images.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel; null where unknown (CELLA = 0).</param>
    /// <param name="samples">How pixels are stored.</param>
    /// <param name="statistics">Of all pixels.</param>
    public static byte[] Of(
        int sections,
        int height,
        int width,
        double? pixelSizeAngstrom,
        SampleType samples,
        MrcStatistics statistics)
    {
        byte[] header = new byte[MrcHeader.Size];
        PutInt32(header, 0, width, height, sections, MrcMode.Number(samples));
        PutInt32(header, 28, width, height, 1);
        double size = pixelSizeAngstrom ?? 0;
        PutSingle(header, 40, width * size, height * size, size);
        PutSingle(header, 52, 90, 90, 90);
        PutInt32(header, 64, 1, 2, 3);
        PutSingle(header, 76, statistics.Minimum, statistics.Maximum, statistics.Mean);
        PutInt32(header, 108, FormatVersion);
        if (samples == SampleType.SignedBytes)
        {
            // Without IMOD's stamp some programs take bytes as unsigned.
            PutInt32(header, 152, ImodStamp, ImodSignedBytes);
        }

        "MAP "u8.CopyTo(header.AsSpan(208));
        header[212] = 0x44;
        header[213] = 0x44;
        PutSingle(header, 216, statistics.StandardDeviation);
        PutInt32(header, 220, 1);
        header.AsSpan(224, 80).Fill((byte)' ');
        _ = Encoding.ASCII.GetBytes("Written by DeepEM", header.AsSpan(224, 80));
        return header;
    }

    private static void PutInt32(byte[] header, int offset, params ReadOnlySpan<int> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(offset + (4 * i)), values[i]);
        }
    }

    private static void PutSingle(byte[] header, int offset, params ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(offset + (4 * i)), (float)values[i]);
        }
    }
}
