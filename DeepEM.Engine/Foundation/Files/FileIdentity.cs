using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>Tells whether two names are one file, and whether a file is still the one that was seen.</summary>
public static class FileIdentity
{
    // Bytes that are compared.
    private const int Middle = 1 << 16;

    /// <summary>Whether two names lead to one file, whatever links are on the way.</summary>
    /// <param name="first">A name.</param>
    /// <param name="second">Another.</param>
    /// <returns>True also for equal names of nothing.</returns>
    public static bool AreSame(string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Path.GetFullPath(first) == Path.GetFullPath(second)
            || (NativeFile.NodeOf(first) is { } node && NativeFile.NodeOf(second) == node);
    }

    /// <summary>Whether two files are of one length and have the same bytes in their middle: copies have, images that
    /// were taken do not.</summary>
    /// <param name="first">A file.</param>
    /// <param name="second">Another.</param>
    /// <returns>False also where one cannot be read.</returns>
    public static bool LookAlike(string first, string second)
    {
        try
        {
            using SafeFileHandle one = InputFile.Open(first);
            using SafeFileHandle other = InputFile.Open(second);
            long length = InputFile.Length(first, one);
            if (length != InputFile.Length(second, other))
            {
                return false;
            }

            byte[] bytes = new byte[(int)Math.Min(Middle, length)];
            byte[] others = new byte[bytes.Length];
            InputFile.ReadExactly(first, one, bytes, (length - bytes.Length) / 2);
            InputFile.ReadExactly(second, other, others, (length - bytes.Length) / 2);
            return bytes.AsSpan().SequenceEqual(others);
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    /// <summary>Size and time of the last change of a file, by which a changed one is recognised without reading it.
    /// </summary>
    /// <param name="path">The file; links are followed.</param>
    /// <returns>For example "4194304 bytes of 2026-01-31T12:00:00.1234567Z"; null where it cannot be read.</returns>
    public static string? Stamp(string path)
    {
        try
        {
            using SafeFileHandle file = InputFile.Open(path);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{InputFile.Length(path, file)} bytes of {File.GetLastWriteTimeUtc(file):O}");
        }
        catch (InvalidFileException)
        {
            return null;
        }
    }
}
