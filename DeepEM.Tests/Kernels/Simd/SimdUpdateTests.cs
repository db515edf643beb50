using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;
using DeepEM.Kernels.Update;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Simd;

[TestFixture(SimdWidth.Any)]
[TestFixture(SimdWidth.Bits256)]
[TestFixture(SimdWidth.Bits512)]
public sealed class SimdUpdateTests(SimdWidth width) : SimdTests(width)
{
    private static readonly int[] _lengths = [1, 7, 8, 15, 16, 17, 100];

    [Test]
    public void Accumulate_adds_to_its_target([ValueSource(nameof(_lengths))] int length)
    {
        double[] expected = Draw(1, length);
        double[] addends = Draw(2, length);
        using Tensor target = Flat(expected);
        using Tensor addend = Flat(addends);
        Backend.Accumulate(target, addend);
        UpdateReference.Accumulate(expected, addends);
        RequireNear(Read(target), expected);
    }

    [Test]
    public void Sgd_matches_reference([ValueSource(nameof(_lengths))] int length)
    {
        double[] expected = Draw(1, length);
        double[] slopes = Draw(2, length);
        using Tensor parameters = Flat(expected);
        using Tensor gradient = Flat(slopes);
        Backend.UpdateSgd(parameters, gradient, 0.25f);
        UpdateReference.Sgd(expected, slopes, 0.25);
        RequireNear(Read(parameters), expected);
        Assert.That(Read(gradient), Is.EqualTo(Floats(slopes)));
    }

    [Test]
    public void Momentum_matches_reference([ValueSource(nameof(_lengths))] int length)
    {
        double[] expected = Draw(1, length);
        double[] slopes = Draw(2, length);
        double[] speeds = Draw(3, length);
        using Tensor parameters = Flat(expected);
        using Tensor gradient = Flat(slopes);
        using Tensor velocity = Flat(speeds);
        Backend.UpdateMomentum(parameters, gradient, velocity, 0.25f, 0.875f);
        UpdateReference.Momentum(expected, slopes, speeds, 0.25, 0.875);
        RequireNear(Read(parameters), expected);
        RequireNear(Read(velocity), speeds);
    }

    [Test]
    public void Adam_matches_reference_over_three_steps([ValueSource(nameof(_lengths))] int length)
    {
        double[] expected = Draw(1, length);
        double[] first = new double[length];
        double[] second = new double[length];
        using Tensor parameters = Flat(expected);
        using Tensor firstMoment = Flat(first);
        using Tensor secondMoment = Flat(second);
        for (int step = 1; step <= 3; step++)
        {
            AdamStep constants = AdamStep.At(0.01f, 0.1f, step);
            double[] slopes = Draw(10 + step, length);
            using Tensor gradient = Flat(slopes);
            Backend.UpdateAdam(parameters, gradient, firstMoment, secondMoment, constants);
            UpdateReference.Adam(expected, slopes, first, second, constants);
        }

        RequireNear(Read(parameters), expected);
        RequireNear(Read(firstMoment), first);
        RequireNear(Read(secondMoment), second);
    }

    [Test]
    public void A_slice_is_updated_alone_and_like_the_whole()
    {
        double[] values = Draw(1, 50);
        double[] slopes = Draw(2, 50);
        using Tensor whole = Flat(values);
        using Tensor parts = Flat(values);
        using Tensor gradient = Flat(slopes);
        Backend.UpdateSgd(whole, gradient, 0.1f);
        using (Tensor slice = parts.Slice(3, 21))
        using (Tensor ofSlice = gradient.Slice(3, 21))
        {
            Backend.UpdateSgd(slice, ofSlice, 0.1f);
        }

        float[] expected = Floats(values);
        Read(whole).AsSpan(3, 21).CopyTo(expected.AsSpan(3));
        Assert.That(Read(parts), Is.EqualTo(expected));
    }

    [Test]
    public void Lengths_that_differ_are_rejected()
    {
        using Tensor parameters = Backend.Allocate(5);
        using Tensor gradient = Backend.Allocate(6);
        Assert.That(() => Backend.UpdateSgd(parameters, gradient, 1), Throws.ArgumentException);
        Assert.That(() => Backend.Accumulate(parameters, gradient), Throws.ArgumentException);
    }
}
