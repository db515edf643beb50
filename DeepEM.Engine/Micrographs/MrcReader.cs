using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using DeepEM.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Micrographs;

/// <summary>Reads micrographs from MRC files (MRC2014; modes 0, 1, 2, 6, 12 and 101; both byte orders).</summary>
/// <remarks>
/// The header is held against the file's size before memory is taken (<see cref="MrcHeaderReader"/>). Pixels are read
/// front to back in pieces that stay in the processor's cache while they are converted. A truncated file is refused,
/// never filled with zeros. Pixels that are NaN, infinite or beyond ±1e15 are replaced by the mean around them and
/// counted in the warnings.
/// </remarks>
public static class MrcReader
{
    // Large enough that the system calls do not count, small enough for a second-level cache.
    private const int PieceSize = 1 << 20;

    /// <summary>Reads the header alone.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The header, checked against the size of the file.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read, or is no readable MRC file.</exception>
    public static MrcHeader ReadHeader(string path)
    {
        using SafeFileHandle file = InputFile.Open(path);
        return ReadHeader(path, file);
    }

    /// <summary>Reads one image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="section">Which image of a stack, from 0; null where the file must hold one image only.</param>
    /// <returns>The image; its pixels are finite.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read, is no readable MRC file, holds several images
    /// and none was chosen, has no such section, or has no finite pixel.</exception>
    public static Micrograph Read(string path, int? section = null)
    {
        using SafeFileHandle file = InputFile.Open(path);
        MrcHeader header = ReadHeader(path, file);
        int chosen = Choose(path, header.Sections, section);
        float[] pixels = GC.AllocateUninitializedArray<float>(header.Rows * header.Columns);
        long offset = header.DataOffset + (chosen * header.SectionBytes);
        long damaged = 0;
        switch (header.Mode)
        {
            case MrcMode.Floats:
                damaged = ReadFloats(path, file, header, offset, pixels);
                break;
            case MrcMode.Nibbles:
                ReadPacked(path, file, header, offset, pixels);
                break;
            default:
                damaged = ReadSmallNumbers(path, file, header, offset, pixels);
                break;
        }

        return Check(path, header, pixels, damaged);
    }

    private static Micrograph Check(string path, MrcHeader header, float[] pixels, long damaged)
    {
        List<string> warnings = [.. header.Warnings];
        if (damaged == pixels.Length)
        {
            throw new InvalidFileException(path, $"none of its {damaged} pixels is a finite grey level within 1e15");
        }

        if (damaged > 0)
        {
            DamagedPixels.Replace(pixels, header.Rows, header.Columns);
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{damaged} of {pixels.Length} pixels are NaN, infinite or beyond 1e15; "
                + $"replaced by the mean around them"));
        }

        if (pixels.Length > 1 && !pixels.AsSpan().ContainsAnyExcept(pixels[0]))
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture, $"every pixel is {pixels[0]}: there is nothing in this image"));
        }

        return new Micrograph(path, header.Rows, header.Columns, pixels, header.PixelSizeAngstrom, warnings);
    }

    private static MrcHeader ReadHeader(string path, SafeFileHandle file)
    {
        long length = InputFile.Length(path, file);
        Span<byte> head = stackalloc byte[MrcHeader.Size];
        head = head[..(int)Math.Min(length, head.Length)];
        InputFile.ReadExactly(path, file, head, 0);
        return MrcHeaderReader.Read(path, head, length);
    }

    private static int Choose(string path, int sections, int? section)
    {
        string message = (section, sections) switch
        {
            (null, 1) => "",
            (null, _) => $"NZ = {sections}, a stack or volume; expected 1 for a micrograph, or a section to be named",
            (int named, _) when named < 0 || named >= sections =>
                $"has no section {named}, expected 0 to {sections - 1}",
            _ => "",
        };
        return message.Length == 0 ? section ?? 0 : throw new InvalidFileException(path, message);
    }

    private static long ReadFloats(string path, SafeFileHandle file, MrcHeader header, long offset, float[] pixels)
    {
        long damaged = 0;
        for (int done = 0; done < pixels.Length;)
        {
            Span<float> piece = pixels.AsSpan(done, Math.Min(PieceSize / sizeof(float), pixels.Length - done));
            Span<byte> bytes = MemoryMarshal.AsBytes(piece);
            ReadPiece(path, file, header, offset + ((long)done * sizeof(float)), bytes);
            damaged += PixelConversion.CountDamaged(piece);
            done += piece.Length;
        }

        return damaged;
    }

    private static long ReadSmallNumbers(
        string path, SafeFileHandle file, MrcHeader header, long offset, float[] pixels)
    {
        int pixelBytes = header.Mode == MrcMode.Bytes ? 1 : 2;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        long damaged = 0;
        try
        {
            for (int done = 0; done < pixels.Length;)
            {
                Span<float> piece = pixels.AsSpan(done, Math.Min(PieceSize / pixelBytes, pixels.Length - done));
                Span<byte> bytes = buffer.AsSpan(0, piece.Length * pixelBytes);
                ReadPiece(path, file, header, offset + ((long)done * pixelBytes), bytes);
                PixelConversion.Widen(bytes, header.Mode, header.HasUnsignedBytes, piece);
                damaged += header.Mode == MrcMode.Halves ? PixelConversion.CountDamaged(piece) : 0;
                done += piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return damaged;
    }

    // Rows of four-bit pixels are padded to whole bytes, so every row is widened by itself.
    private static void ReadPacked(string path, SafeFileHandle file, MrcHeader header, long offset, float[] pixels)
    {
        int rowBytes = (int)header.RowBytes;
        int rowsAtOnce = Math.Clamp(PieceSize / rowBytes, 1, header.Rows);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(rowsAtOnce * rowBytes);
        try
        {
            for (int first = 0; first < header.Rows; first += rowsAtOnce)
            {
                int rows = Math.Min(rowsAtOnce, header.Rows - first);
                ReadPiece(path, file, header, offset + ((long)first * rowBytes), buffer.AsSpan(0, rows * rowBytes));
                for (int row = 0; row < rows; row++)
                {
                    Span<float> target = pixels.AsSpan((first + row) * header.Columns, header.Columns);
                    PixelConversion.Widen(buffer.AsSpan(row * rowBytes, rowBytes), header.Mode, false, target);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void ReadPiece(string path, SafeFileHandle file, MrcHeader header, long offset, Span<byte> bytes)
    {
        InputFile.ReadExactly(path, file, bytes, offset);
        if (header.IsBigEndian == BitConverter.IsLittleEndian)
        {
            PixelConversion.ReverseBytes(bytes, header.Mode);
        }
    }
}
