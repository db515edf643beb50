using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Doctor;

/// <summary>Looks at a folder for outputs: what file system it is, how fast it is written, whether locks hold.
/// </summary>
internal static class FolderCheck
{
    private const int Megabytes = 64;

    // Micrographs come at some ten a second at most, and what is written of one is a hundredth of that.
    private const double LeastSpeed = 5;

    private const long LeastSpace = 1L << 30;

    /// <summary>Looks; what it writes it removes.</summary>
    /// <param name="folder">A folder that is there.</param>
    public static IEnumerable<DoctorFinding> Run(string folder)
    {
        DoctorFinding system = FileSystem(folder);
        return [system, Writing(folder), Locking(folder)];
    }

    private static DoctorFinding FileSystem(string folder)
    {
        try
        {
            DriveInfo drive = new(folder);
            return new DoctorFinding(
                "folder",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{folder}: {drive.DriveFormat}, {drive.AvailableFreeSpace / (double)(1L << 30):F1} GiB free"),
                drive.AvailableFreeSpace < LeastSpace ? "is nearly full" : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new DoctorFinding("folder", $"{folder}: of an unknown kind");
        }
    }

    private static DoctorFinding Writing(string folder)
    {
        string path = Path.Combine(folder, $".deepem-doctor-{Environment.ProcessId}");
        byte[] megabyte = new byte[1 << 20];
        try
        {
            long start = Stopwatch.GetTimestamp();
            AtomicFile.Write(path, stream =>
            {
                for (int i = 0; i < Megabytes; i++)
                {
                    stream.Write(megabyte);
                }
            });
            double speed = Megabytes / Stopwatch.GetElapsedTime(start).TotalSeconds;
            AtomicFile.Delete(path);
            return new DoctorFinding(
                "writing",
                string.Create(CultureInfo.InvariantCulture, $"{speed:F0} MiB/s to the disk"),
                speed < LeastSpeed ? "is slow: write to a local disk and copy afterwards" : null);
        }
        catch (IOException exception)
        {
            return new DoctorFinding("writing", "not possible", exception.Message);
        }
    }

    private static DoctorFinding Locking(string folder)
    {
        string path = Path.Combine(folder, $".deepem-doctor-{Environment.ProcessId}.lock");
        try
        {
            bool holds;
            using (OutputLock.Take(path))
            {
                holds = OutputLock.IsHeld(path);
            }

            AtomicFile.Delete(path);
            return new DoctorFinding("locks", holds ? "hold" : "do not hold", holds
                ? null
                : "two runs that write into one folder here would not wait for each other: start one at a time");
        }
        catch (IOException exception)
        {
            return new DoctorFinding("locks", "not possible", exception.Message);
        }
    }
}
