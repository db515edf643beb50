using DeepEM.Kernels.Pooling;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Pooling;

[TestFixture]
public sealed class HostPoolingTests
{
    private const int Stride = 80;

    [Test]
    public void Sums_of_sigmoids_are_those_of_the_definition(
        [Values(1, 2, 3, 4, 7)] int count, [Values(1, 16, 47, 64)] int width)
    {
        float[] rows = Draw(count * Stride, 12);
        float[] sums = new float[width + HostPooling.Overrun];
        HostPooling.SumOfSigmoids(rows, Stride, count, 0.75f, -1.5f, width, sums);
        for (int j = 0; j < width; j++)
        {
            double expected = Enumerable.Range(0, count)
                .Sum(p => 1 / (1 + Math.Exp(1.5 - (0.75 * rows[(p * Stride) + j]))));
            Assert.That(Math.Abs(sums[j] - expected) <= 3e-7 * count, $"{j}: {sums[j]}, not {expected}");
        }
    }

    [Test]
    public void Sigmoids_saturate_without_overflow_and_keep_what_is_no_number()
    {
        float[] rows = new float[3 * 16];
        rows.AsSpan(0, 16).Fill(1e30f);
        rows.AsSpan(16, 16).Fill(-1e30f);
        rows.AsSpan(32, 16).Fill(-3e38f);
        rows[5] = float.NaN;
        float[] sums = new float[16];
        HostPooling.SumOfSigmoids(rows, 16, 3, 1, 0, 16, sums);
        Assert.That(sums[5], Is.NaN);
        Assert.That(sums.Where((_, j) => j != 5), Has.All.EqualTo(1f).Within(1e-6f));
        rows.AsSpan().Fill(-1e30f);
        HostPooling.SumOfSigmoids(rows, 16, 3, 1, 0, 16, sums);
        Assert.That(sums, Has.All.EqualTo(0f).Within(1e-6f));
    }

    [Test]
    public void Sums_of_columns_are_those_of_the_definition(
        [Values(1, 2, 3, 5)] int size, [Values(1, 15, 16, 33, 74)] int count)
    {
        float[] row = Draw(size * count, 3);
        float[] sums = new float[count];
        HostPooling.SumOfColumns(row, size, 0.25f, sums);
        for (int j = 0; j < count; j++)
        {
            double expected = row.Skip(j * size).Take(size).Sum(value => (double)value) / 4;
            Assert.That(sums[j], Is.EqualTo(expected).Within(1e-6), $"{j}");
        }
    }

    [Test]
    public void Rows_that_are_too_short_are_refused()
    {
        float[] sums = new float[16];
        Assert.That(() => HostPooling.SumOfSigmoids(new float[31], 16, 2, 1, 0, 16, sums), Throws.ArgumentException);
        float[] few = new float[15];
        Assert.That(() => HostPooling.SumOfSigmoids(new float[32], 16, 2, 1, 0, 15, few), Throws.ArgumentException);
        Assert.That(() => HostPooling.SumOfColumns(new float[5], 3, 1, new float[2]), Throws.ArgumentException);
    }

    private static float[] Draw(int count, float range)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => ((float)random.NextDouble() - 0.5f) * 2 * range)];
    }
}
