using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using DeepEM.Engine.Jobs.Bench;

namespace DeepEM.Bench;

/// <summary>The rate of a benchmark, in its unit or as a share of the host's limit.</summary>
/// <param name="name">Head of the column.</param>
/// <param name="legend">What it means.</param>
/// <param name="format">The text from the cost of one operation and the seconds that it took.</param>
internal sealed class RateColumn(string name, string legend, Func<WorkCost, double, string> format) : IColumn
{
    private const string Nothing = "-";

    /// <summary>GFLOP/s, or GB/s of what only moves data.</summary>
    public static RateColumn Rate { get; } = new(
        "Rate",
        "Operations of the definition (two for each multiply-add) or bytes in and out, over the mean time",
        (cost, seconds) => cost.Operations > 0
            ? Text($"{cost.Operations / seconds / 1e9:F1} GFLOP/s")
            : Text($"{cost.Bytes / seconds / 1e9:F1} GB/s"));

    /// <summary>The rate over the host's rate of multiply-adds or of reading memory.</summary>
    public static RateColumn Share { get; } = new(
        "OfPeak",
        "Rate over what all threads of the host reach with multiply-adds, or by reading memory; caches are faster",
        (cost, seconds) => cost.Operations > 0
            ? Text($"{cost.Operations / seconds / 1e9 / Peaks.MultiplyAdd:P0}")
            : Text($"{cost.Bytes / seconds / 1e9 / Peaks.Read:P0}"));

    public string Id => nameof(RateColumn) + name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(benchmarkCase);
        return summary[benchmarkCase]?.ResultStatistics is { } statistics && CostOf(benchmarkCase) is { } cost
            ? format(cost, statistics.Mean / 1e9)
            : Nothing;
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    private static WorkCost? CostOf(BenchmarkCase benchmark)
    {
        Type type = benchmark.Descriptor.Type;
        if (Activator.CreateInstance(type) is not ICosted costed)
        {
            return null;
        }

        foreach (ParameterInstance parameter in benchmark.Parameters.Items)
        {
            type.GetProperty(parameter.Name)?.SetValue(costed, parameter.Value);
        }

        return costed.Cost;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
