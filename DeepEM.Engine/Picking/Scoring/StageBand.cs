using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>A stage of a network over a band of rows of one image: what one worker does at a time.</summary>
/// <param name="Input">The rows that the band sees.</param>
/// <param name="Stage">The extents.</param>
/// <param name="Image">Number of the image.</param>
/// <param name="FirstRow">First of the pooled rows.</param>
/// <param name="Rows">Pooled rows.</param>
internal sealed record StageBand(Tensor Input, PooledConvolution Stage, int Image, int FirstRow, int Rows)
{
    /// <summary>Images that one image is pooled into.</summary>
    public int Fragments => Stage.Pooling.OutBatch;

    /// <summary>Cuts a band out of a stage.</summary>
    /// <param name="operations">The bands of the device.</param>
    /// <param name="input">All that the stage sees.</param>
    /// <param name="stage">The whole stage.</param>
    /// <param name="image">Number of the image.</param>
    /// <param name="firstRow">First of the pooled rows.</param>
    /// <param name="rows">Pooled rows.</param>
    /// <returns>The band; its pooled rows are those of the whole.</returns>
    public static StageBand Of(
        IBandOperations operations, Tensor input, PooledConvolution stage, int image, int firstRow, int rows)
    {
        // Windows of the fragments begin up to a window later.
        int size = stage.Pooling.Size;
        int convolved = (size * rows) + (stage.Pooling.Fragments ? size - 1 : 0);
        ConvolutionShape convolution = stage.Convolution with
        {
            Batch = 1,
            InHeight = convolved + stage.Convolution.FilterHeight - 1,
        };
        return new StageBand(
            operations.Rows(input, new ImageRows(image, 1, size * firstRow, convolution.InHeight)),
            stage with
            {
                Convolution = convolution,
                Pooling = stage.Pooling with { Batch = 1, InHeight = convolved },
            },
            image,
            firstRow,
            rows);
    }

    /// <summary>Cuts a length into parts that are as even as they can be.</summary>
    /// <param name="length">The length.</param>
    /// <param name="parts">How many parts, at least 1; fewer where the length is less.</param>
    /// <param name="unit">Parts begin at multiples of this.</param>
    /// <returns>First and count of each part.</returns>
    public static IEnumerable<(int First, int Count)> Split(int length, int parts, int unit = 1)
    {
        int units = (length + unit - 1) / unit;
        parts = Math.Min(parts, units);
        for (int part = 0; part < parts; part++)
        {
            int first = unit * (int)((long)units * part / parts);
            int end = unit * (int)((long)units * (part + 1) / parts);
            yield return (first, Math.Min(end, length) - first);
        }
    }
}
