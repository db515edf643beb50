using System.Globalization;
using System.Runtime.Intrinsics;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Doctor;

/// <summary>Looks at the processor and the memory, and at what the queue or the container lets this program have of
/// them.</summary>
internal static class HostCheck
{
    // A micrograph of 8192 x 8192 pixels takes less than half of it.
    private const long LeastMemory = 2L << 30;

    private const string CpuLimit = "/sys/fs/cgroup/cpu.max";

    /// <summary>Looks.</summary>
    public static IEnumerable<DoctorFinding> Run()
    {
        using (var cpu = new SimdBackend(1))
        {
            yield return new DoctorFinding(
                "processor",
                cpu.Arithmetic,
                Vector256.IsHardwareAccelerated
                    ? null
                    : "has no AVX2, so everything takes two to three times as long; another machine, or the host's "
                    + "processor instead of an emulated one");
        }

        yield return new DoctorFinding("cores", Cores(Environment.ProcessorCount, ReadLimit()));
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        yield return new DoctorFinding(
            "memory",
            Text($"{memory / (double)(1L << 30):F1} GiB"),
            memory < LeastMemory ? "is little for large micrographs; ask the queue or the container for more" : null);
    }

    /// <summary>The cores that this program uses, and why they are no more.</summary>
    /// <param name="used">The cores it uses.</param>
    /// <param name="limit">The line of the kernel: microseconds in each period, and the period; null for none.</param>
    public static string Cores(int used, string? limit)
    {
        string[] parts = (limit ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double quota)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double period)
            && period > 0
                ? Text($"{used}, as the container or queue allows {quota / period:0.##}")
                : Text($"{used}");
    }

    private static string? ReadLimit()
    {
        try
        {
            return File.Exists(CpuLimit) ? File.ReadAllText(CpuLimit).Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not to be read is no limit that anybody could name.
            return null;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
