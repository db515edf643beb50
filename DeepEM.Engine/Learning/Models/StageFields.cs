using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Engine.Learning.Models;

/// <summary>The stages of a network as a model file has them: <c>[[maps,kernel,pool],...]</c>.</summary>
internal static class StageFields
{
    private const int Most = 8;
    private const int Largest = 4096;

    /// <summary>Writes them.</summary>
    public static string Text(IEnumerable<ConvolutionStage> stages) => "[" + string.Join(
        ',',
        stages.Select(stage => string.Create(
            CultureInfo.InvariantCulture, $"[{stage.Maps},{stage.KernelSize},{stage.PoolSize}]"))) + "]";

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidFileException">They are none, or too many or too large ones.</exception>
    public static ConvolutionStage[] Parse(string path, string text) =>
        JsonNumbers.TryParse(text, out double[][] rows) && rows.Length is > 0 and <= Most
        && Array.TrueForAll(rows, row => row.Length == 3 && Array.TrueForAll(row, IsExtent))
            ? [.. rows.Select(row => new ConvolutionStage((int)row[0], (int)row[1], (int)row[2]))]
            : throw new InvalidFileException(
                path, "metadata network.stages is not a short list of [maps, kernel, pool]");

    private static bool IsExtent(double value) => value is >= 1 and <= Largest && double.IsInteger(value);
}
