using System.Buffers.Binary;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs.Packing;

namespace DeepEM.Engine.Micrographs.Jpeg;

/// <summary>What the frame header of a JPEG says, found without decoding anything.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Components">1 for grey, 3 for colour.</param>
internal readonly record struct JpegHeader(int Width, int Height, int Components)
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Looks for the frame header (ITU-T T.81, annex B).</summary>
    /// <param name="bytes">The file, at its first byte.</param>
    /// <exception cref="InvalidFileException">There is none, or it is of a kind that cannot be read.</exception>
    public static JpegHeader Read(FileBytes bytes)
    {
        string path = bytes.Path;
        Span<byte> start = stackalloc byte[2];
        if (bytes.Read(start) < start.Length || start is not [0xFF, 0xD8])
        {
            throw new InvalidFileException(path, "not a JPEG file: it does not begin with FF D8");
        }

        Span<byte> segment = stackalloc byte[4];
        while (bytes.Read(segment[..2]) == 2)
        {
            byte marker = segment[1];
            if (segment[0] != 0xFF || marker is 0 or StartOfScan or EndOfImage)
            {
                break;
            }

            if (marker == 0xFF)
            {
                // A fill byte before the marker.
                bytes.MoveTo(bytes.MostBytes - bytes.Rest - 1);
                continue;
            }

            if (bytes.Read(segment[2..]) < 2)
            {
                break;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
            bool isFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (length < 2 || length - 2 > bytes.Rest)
            {
                break;
            }

            if (isFrame)
            {
                return ReadFrame(bytes, marker, length);
            }

            bytes.Skip(length - 2);
        }

        throw new InvalidFileException(path, "has no frame header: it is truncated or damaged");
    }

    private static JpegHeader ReadFrame(FileBytes bytes, byte marker, int length)
    {
        Span<byte> frame = stackalloc byte[6];
        if (length < 2 + frame.Length)
        {
            throw new InvalidFileException(bytes.Path, $"its frame header has {length} bytes, expected 11 or more");
        }

        bytes.ReadExactly(frame);
        int precision = frame[0];
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        int components = frame[5];
        string? wrong = marker switch
        {
            not (0xC0 or 0xC1 or 0xC2) => $"is a JPEG of process {marker - 0xC0}, expected baseline or progressive",
            _ when precision != 8 => $"has {precision} bits, expected 8",
            _ when components is not (1 or 3) => $"has {components} components, expected 1 (grey) or 3 (colour)",
            _ when width == 0 || height == 0 => $"has {width} x {height} pixels, expected 1 or more",
            _ => null,
        };
        return wrong is null
            ? new JpegHeader(width, height, components)
            : throw new InvalidFileException(bytes.Path, wrong);
    }
}
