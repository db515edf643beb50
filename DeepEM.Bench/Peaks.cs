using DeepEM.Engine.Jobs.Bench;

namespace DeepEM.Bench;

/// <summary>The limits of the host with all its threads, measured once.</summary>
internal static class Peaks
{
    private const double Seconds = 0.5;

    private static readonly Lazy<double> _multiplyAdd =
        new(() => MachinePeak.MultiplyAddRate(Environment.ProcessorCount, Seconds));

    private static readonly Lazy<double> _read = new(() => MachinePeak.ReadRate(Environment.ProcessorCount, Seconds));

    /// <summary>Fused multiply-adds, GFLOP/s.</summary>
    public static double MultiplyAdd => _multiplyAdd.Value;

    /// <summary>Reading memory, GB/s.</summary>
    public static double Read => _read.Value;
}
