using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Networks;

[TestFixture]
public sealed class NetworkInitialisationTests
{
    [Test]
    public void Published_limits_hold_and_are_used_to_the_full()
    {
        float[] parameters = NetworkInitialisation.Draw(NetworkPresets.Klh, new RandomSource(1));
        ParameterBlock first = ParameterBlock.Of(NetworkPresets.Klh)[0];
        ParameterBlock output = ParameterBlock.Of(NetworkPresets.Klh)[^1];
        double limit = Math.Sqrt(6.0 / ((1 * 51 * 51) + (6 * 51 * 51)));
        double outputLimit = Math.Sqrt(6.0 / (1 + 972));
        Assert.Multiple(() =>
        {
            Assert.That(Largest(parameters, first), Is.InRange(0.98 * limit, limit));
            Assert.That(Largest(parameters, output), Is.InRange(0.98 * outputLimit, outputLimit));
            Assert.That(parameters[first.BiasOffset..first.End], Is.All.Zero);
        });
    }

    [Test]
    public void Every_kernel_draws_its_own_numbers()
    {
        NetworkDescription network = NetworkPresets.ForDiameter(35);
        float[] parameters = NetworkInitialisation.Draw(network, new RandomSource(1));
        foreach (ParameterBlock block in ParameterBlock.Of(network))
        {
            float[] weights = parameters[block.Offset..block.BiasOffset];
            Assert.That(weights.Distinct().Count(), Is.GreaterThan(0.99 * weights.Length), block.Name);
        }
    }

    [Test]
    public void Same_seed_gives_the_same_numbers_and_another_seed_others()
    {
        float[] first = NetworkInitialisation.Draw(NetworkPresets.NineteenS, new RandomSource(7));
        Assert.That(NetworkInitialisation.Draw(NetworkPresets.NineteenS, new RandomSource(7)), Is.EqualTo(first));
        Assert.That(NetworkInitialisation.Draw(NetworkPresets.NineteenS, new RandomSource(8)), Is.Not.EqualTo(first));
    }

    [Test]
    public void Blocks_fill_the_parameter_vector_without_gaps()
    {
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(NetworkPresets.Klh);
        Assert.That(blocks[0].Offset, Is.Zero);
        Assert.That(blocks.Skip(1).Select(b => b.Offset), Is.EqualTo(blocks.Take(3).Select(b => b.End)));
        Assert.That(blocks[^1].End, Is.EqualTo(NetworkPresets.Klh.ParameterCount));
    }

    private static double Largest(float[] parameters, ParameterBlock block) =>
        parameters[block.Offset..block.BiasOffset].Max(Math.Abs);
}
