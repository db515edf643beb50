using DeepEM.Engine.Learning.Training;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Training;

[TestFixture]
public sealed class TrainingSettingsTests
{
    // Step numbers of 100: a rise over the first 5, the cosine's middle half-way through the other 95, a hundredth
    // last.
    [TestCase(0, 0.2)]
    [TestCase(3, 0.8)]
    [TestCase(4, 1.0)]
    [TestCase(99, 0.01)]
    public void Default_rate_rises_and_falls_along_a_cosine(long step, double expected) => Assert.That(
        Rate(step, 100) / TrainingSettings.Default.LearningRate, Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void Cosine_is_half_way_down_in_the_middle() => Assert.That(
        Rate(step: 209, steps: 400) / TrainingSettings.Default.LearningRate,
        Is.EqualTo(0.01 + (0.99 / 2)).Within(1e-12),
        "step 210 of 400 is 0.525: half-way between 0.05 and 1");

    [TestCase(0)]
    [TestCase(50)]
    [TestCase(99)]
    public void Published_rate_is_constant(long step) =>
        Assert.That(TrainingSettings.Published.LearningRateAt(step, 100), Is.EqualTo(1));

    [Test]
    public void Single_step_has_a_rate() => Assert.That(Rate(0, 1), Is.GreaterThan(0));

    private static double Rate(long step, long steps) => TrainingSettings.Default.LearningRateAt(step, steps);
}
