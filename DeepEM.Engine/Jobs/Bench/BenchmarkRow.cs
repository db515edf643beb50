namespace DeepEM.Engine.Jobs.Bench;

/// <summary>One line of the table that tells a user how fast a machine is.</summary>
/// <param name="Subject">What was measured.</param>
/// <param name="Milliseconds">Median of the time; null for the limits of the machine.</param>
/// <param name="Rate">How much in a second.</param>
/// <param name="Unit">Unit of the rate, for example "GFLOP/s".</param>
/// <param name="Share">
/// The rate over the limit of the machine; null where there is none, or where it is not the limit of the device.
/// </param>
public sealed record BenchmarkRow(string Subject, double? Milliseconds, double Rate, string Unit, double? Share);
