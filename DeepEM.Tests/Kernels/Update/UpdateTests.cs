using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Update;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Update;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class UpdateTests(string backendName) : BackendTests(backendName)
{
    private const int Steps = 3;

    [Test]
    public void Accumulate_matches_reference([Values(1, 7, 16, 17, 131)] int count)
    {
        double[] target = Numbers.Draw(1, count);
        double[] addend = Numbers.Draw(2, count);
        using Tensor targetTensor = Backend.Flat(target);
        using Tensor addendTensor = Backend.Flat(addend);
        Backend.Updates.Accumulate(targetTensor, addendTensor);

        UpdateReference.Accumulate(target, addend);
        Agreement.Require(targetTensor.Read(), target, 0);
    }

    [Test]
    public void Sgd_matches_reference([Values(1, 7, 16, 17, 131)] int count)
    {
        double[] parameters = Numbers.Draw(3, count);
        double[] gradient = Numbers.Draw(4, count);
        using Tensor parametersTensor = Backend.Flat(parameters);
        using Tensor gradientTensor = Backend.Flat(gradient);
        for (int step = 0; step < Steps; step++)
        {
            Backend.Updates.Sgd(parametersTensor, gradientTensor, 0.125f);
            UpdateReference.Sgd(parameters, gradient, 0.125);
        }

        Agreement.Require(parametersTensor.Read(), parameters, Agreement.OfSums);
        Agreement.Require(gradientTensor.Read(), gradient, 0);
    }

    [Test]
    public void Momentum_matches_reference([Values(1, 7, 16, 17, 131)] int count)
    {
        double[] parameters = Numbers.Draw(5, count);
        double[] gradient = Numbers.Draw(6, count);
        double[] velocity = Numbers.Draw(7, count);
        using Tensor parametersTensor = Backend.Flat(parameters);
        using Tensor gradientTensor = Backend.Flat(gradient);
        using Tensor velocityTensor = Backend.Flat(velocity);
        for (int step = 0; step < Steps; step++)
        {
            Backend.Updates.Momentum(parametersTensor, gradientTensor, velocityTensor, 0.125f, 0.75f);
            UpdateReference.Momentum(parameters, gradient, velocity, 0.125, 0.75);
        }

        Agreement.Require(parametersTensor.Read(), parameters, Agreement.OfSums);
        Agreement.Require(velocityTensor.Read(), velocity, Agreement.OfSums);
    }

    [Test]
    public void Adam_matches_reference([Values(1, 7, 16, 17, 131)] int count)
    {
        double[] parameters = Numbers.Draw(8, count);
        double[] gradient = Numbers.Draw(9, count);
        double[] first = new double[count];
        double[] second = new double[count];
        using Tensor parametersTensor = Backend.Flat(parameters);
        using Tensor gradientTensor = Backend.Flat(gradient);
        using Tensor firstTensor = Backend.Flat(first);
        using Tensor secondTensor = Backend.Flat(second);
        for (int step = 1; step <= Steps; step++)
        {
            AdamStep constants = AdamStep.At(0.01f, 0.1f, step);
            Backend.Updates.Adam(parametersTensor, gradientTensor, firstTensor, secondTensor, constants);
            UpdateReference.Adam(parameters, gradient, first, second, constants);
        }

        Agreement.Require(parametersTensor.Read(), parameters, Agreement.OfSums);
        Agreement.Require(firstTensor.Read(), first, Agreement.OfSums);
        Agreement.Require(secondTensor.Read(), second, Agreement.OfSums);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        float[] Run()
        {
            using Tensor parameters = Backend.Flat(Numbers.Draw(10, 131));
            using Tensor gradient = Backend.Flat(Numbers.Draw(11, 131));
            using Tensor first = Backend.Flat(Numbers.Draw(12, 131));
            using Tensor second = Backend.Flat(Array.ConvertAll(Numbers.Draw(13, 131), Math.Abs));
            Backend.Updates.Adam(parameters, gradient, first, second, AdamStep.At(0.01f, 0, 1));
            Backend.Updates.Momentum(parameters, gradient, first, 0.1f, 0.9f);
            Backend.Updates.Sgd(parameters, gradient, 0.1f);
            Backend.Updates.Accumulate(parameters, gradient);
            return parameters.Read();
        }

        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Slice_is_updated_without_its_neighbours()
    {
        using Tensor whole = Backend.Flat([1, 2, 3, 4, 5]);
        using Tensor part = whole.Slice(1, 3);
        using Tensor gradient = Backend.Flat([1, 1, 1]);
        Backend.Updates.Sgd(part, gradient, 0.5f);
        Agreement.Require(whole.Read(), [1, 1.5, 2.5, 3.5, 5], 0);
    }

    [Test]
    public void Slice_gets_the_bits_of_the_whole()
    {
        double[] values = Numbers.Draw(14, 50);
        using Tensor whole = Backend.Flat(values);
        using Tensor parts = Backend.Flat(values);
        using Tensor gradient = Backend.Flat(Numbers.Draw(15, 50));
        using Tensor slice = parts.Slice(3, 21);
        using Tensor ofSlice = gradient.Slice(3, 21);
        Backend.Updates.Sgd(whole, gradient, 0.1f);
        Backend.Updates.Sgd(slice, ofSlice, 0.1f);

        float[] expected = Numbers.Floats(values);
        whole.Read().AsSpan(3, 21).CopyTo(expected.AsSpan(3));
        Agreement.RequireSameBits(parts.Read(), expected);
    }

    [Test]
    public void Wrong_lengths_are_rejected()
    {
        using Tensor five = Backend.Allocate(5);
        using Tensor four = Backend.Allocate(4);
        using Tensor images = Backend.AllocateImages(new ImageShape(5, 1, 1, 1), ImageLayout.Patches);
        AdamStep constants = AdamStep.At(0.01f, 0, 1);
        foreach (Tensor wrong in (Tensor[])[four, images])
        {
            Assert.That(() => Backend.Updates.Accumulate(five, wrong), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => Backend.Updates.Sgd(five, wrong, 1), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Updates.Momentum(five, wrong, five, 1, 1), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Updates.Momentum(five, five, wrong, 1, 1), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Updates.Adam(five, wrong, five, five, constants), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Updates.Adam(five, five, wrong, five, constants), Throws.InstanceOf<ArgumentException>());
            Assert.That(
                () => Backend.Updates.Adam(five, five, five, wrong, constants), Throws.InstanceOf<ArgumentException>());
        }
    }
}
