using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>What .NET does not offer: the kind of a file without opening it, and the flushing of a directory.</summary>
/// <remarks>
/// Linux only; <c>statx</c> is used because its result has one layout on every architecture (statx(2), since glibc
/// 2.28). Elsewhere a FIFO is not told from a file and directories are not flushed.
/// </remarks>
internal static partial class NativeFile
{
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint MaskOfType = 1;
    private const uint MaskOfNode = 0x100;
    private const int StatxSize = 256;

    // 120 on 64-bit systems.
    private const int StatfsSize = 256;
    private const int OffsetOfMode = 28;
    private const int OffsetOfNode = 32;
    private const int OffsetOfDevice = 136;
    private const int OpenReadOnlyCloseOnExec = 0x80000;
    private const int ReadAndWrite = 6;
    private const int NotPermitted = 13;
    private const int InvalidArgument = 22;
    private const int ReadOnlyFileSystem = 30;
    private const int NotSupported = 95;

    /// <summary>Looks at a name; links are followed.</summary>
    /// <param name="path">The name.</param>
    /// <returns>Its kind.</returns>
    public static FileKind KindOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Directory.Exists(path) ? FileKind.Directory
                : File.Exists(path) ? FileKind.Regular
                : FileKind.Missing;
        }

        Span<byte> status = stackalloc byte[StatxSize];
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)
            || Statx(CurrentDirectory, path, 0, MaskOfType, status) != 0)
        {
            return FileKind.Missing;
        }

        ushort mode = MemoryMarshal.Read<ushort>(status[OffsetOfMode..]);
        return (mode & 0xF000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Directory,
            0x1000 or 0xC000 => FileKind.Pipe,
            _ => FileKind.Device,
        };
    }

    /// <summary>Looks where a name leads to; links are followed.</summary>
    /// <param name="path">The name.</param>
    /// <returns>Number of the device and of the file on it, the same for all names of one file; null where nothing is
    /// there or it cannot be had.</returns>
    public static (ulong Device, ulong Node)? NodeOf(string path)
    {
        Span<byte> status = stackalloc byte[StatxSize];
        return OperatingSystem.IsLinux() && path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)
            && Statx(CurrentDirectory, path, 0, MaskOfNode, status) == 0
            ? (MemoryMarshal.Read<ulong>(status[OffsetOfDevice..]), MemoryMarshal.Read<ulong>(status[OffsetOfNode..]))
            : null;
    }

    /// <summary>Looks at an open file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Number of the file on its device; 0 where it cannot be had.</returns>
    public static ulong NodeOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatxSize];
        return OperatingSystem.IsLinux() && Statx(file, string.Empty, EmptyPath, MaskOfNode, status) == 0
            ? MemoryMarshal.Read<ulong>(status[OffsetOfNode..])
            : 0;
    }

    /// <summary>Which kind of file system a folder is on.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The number of statfs(2), for example 0xEF53 for ext4; null where it cannot be had.</returns>
    public static uint? FileSystemOf(string folder)
    {
        Span<byte> status = stackalloc byte[StatfsSize];
        return OperatingSystem.IsLinux() && Statfs(folder, status) == 0 ? MemoryMarshal.Read<uint>(status) : null;
    }

    /// <summary>Makes a rename inside a directory survive a power cut; waits for the disk.</summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="IOException">The disk refused; file systems that cannot do it are let pass.</exception>
    public static void FlushDirectory(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int descriptor = Open(directory, OpenReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            // A directory that may be written but not read cannot be flushed; the file itself is already safe.
            return;
        }

        try
        {
            int error = Fsync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error is not (0 or InvalidArgument or ReadOnlyFileSystem or NotSupported))
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Whether this program may read and write a file, which is not opened.</summary>
    /// <param name="path">The file.</param>
    public static bool MayUse(string path) =>
        !OperatingSystem.IsLinux() || Access(path, ReadAndWrite) == 0 || Marshal.GetLastPInvokeError() != NotPermitted;

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(
        SafeFileHandle file, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statfs(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
