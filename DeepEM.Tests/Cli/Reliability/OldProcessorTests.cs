using DeepEM.Engine.Coordinates;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>The real program on a processor without AVX2; the runtime can be told to use none.</summary>
[NonParallelizable]
public sealed class OldProcessorTests
{
    [Test]
    public void Vectors_of_128_bits_give_the_same_picks()
    {
        using SmallInputs inputs = new();
        Particle[] picks = Pick(inputs, []);
        Particle[] without = Pick(inputs, new() { ["DOTNET_EnableAVX2"] = "0" });

        Assert.That(without, Has.Length.EqualTo(picks.Length).And.Length.GreaterThan(20));
        for (int i = 0; i < picks.Length; i++)
        {
            Assert.That(without[i].X, Is.EqualTo(picks[i].X).Within(0.5));
            Assert.That(without[i].Y, Is.EqualTo(picks[i].Y).Within(0.5));
            Assert.That(without[i].FigureOfMerit, Is.EqualTo(picks[i].FigureOfMerit).Within(0.001));
        }
    }

    private static Particle[] Pick(SmallInputs inputs, Dictionary<string, string> environment)
    {
        inputs.Clear();
        using var process = DeepEmProcess.Start(environment, inputs.Pick(0.3));
        (int code, _, string error) = process.Wait();
        Assert.That(code, Is.Zero, error);
        return [.. PickReader.Read(inputs.Out).Micrographs.SelectMany(picks => picks.Particles)];
    }
}
