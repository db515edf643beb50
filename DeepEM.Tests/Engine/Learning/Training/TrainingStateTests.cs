using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Training;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Training;

[TestFixture]
public sealed class TrainingStateTests
{
    [Test]
    public void Values_are_read_back_bit_for_bit()
    {
        double[] numbers = [0.1, 1.0 / 3, double.Epsilon, double.MaxValue, double.NaN, double.NegativeInfinity, -0.0];
        long count = long.MinValue;
        string text = "é\n\"\0";
        List<LearningCurvePoint> curve = [new(1, 2, 3, 0.1, double.NaN, 1e-300)];
        float[] weights = [1, -2.5f, float.Epsilon, -0.0f];
        float[] none = [];
        var saved = new TrainingState();
        Exchange(saved, ref numbers, ref count, ref text, ref curve, ref weights, ref none);

        double[] readNumbers = [];
        long readCount = 0;
        string readText = string.Empty;
        List<LearningCurvePoint> readCurve = [];
        float[] readWeights = [];
        float[] readNone = [7];
        Exchange(
            Restored(saved),
            ref readNumbers,
            ref readCount,
            ref readText,
            ref readCurve,
            ref readWeights,
            ref readNone);

        Assert.That(
            readNumbers.Select(BitConverter.DoubleToInt64Bits),
            Is.EqualTo(numbers.Select(BitConverter.DoubleToInt64Bits)));
        Assert.That((readCount, readText), Is.EqualTo((count, text)));
        Assert.That(readCurve, Is.EqualTo(curve));
        Assert.That(
            readWeights.Select(BitConverter.SingleToInt32Bits),
            Is.EqualTo(weights.Select(BitConverter.SingleToInt32Bits)));
        Assert.That(readNone, Is.Empty);
    }

    [Test]
    public void Generator_continues_its_sequence()
    {
        var random = new RandomSource(7);
        random.NextUInt64();
        var saved = new TrainingState();
        saved.ExchangeGenerator("random", ref random);

        var other = new RandomSource(8);
        Restored(saved).ExchangeGenerator("random", ref other);

        Assert.That(other.NextUInt64(), Is.EqualTo(random.NextUInt64()));
    }

    [TestCase("[0,0,0,0]", "four words")]
    [TestCase("[1,2,3]", "four words")]
    [TestCase("[1,2,3,-4]", "is no UInt64[]")]
    [TestCase("[1,2", "is no UInt64[]")]
    public void Impossible_generator_is_refused(string value, string expected)
    {
        var random = new RandomSource(7);
        var state = new TrainingState("c", [], new Dictionary<string, string> { ["random"] = value });
        Assert.That(
            () => state.ExchangeGenerator("random", ref random),
            Throws.InstanceOf<InvalidFileException>()
                .With.Message.StartsWith("c: 'random' ").And.Message.Contains(expected));
    }

    [Test]
    public void Missing_tensor_is_named()
    {
        float[] values = [];
        Assert.That(
            () => Restored(new TrainingState()).ExchangeArray("weights", ref values),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("'weights' is missing"));
    }

    private static TrainingState Restored(TrainingState saved) => new("c", saved.Tensors, saved.Values);

    private static void Exchange(
        TrainingState state,
        ref double[] numbers,
        ref long count,
        ref string text,
        ref List<LearningCurvePoint> curve,
        ref float[] weights,
        ref float[] none)
    {
        state.ExchangeValue("numbers", ref numbers);
        state.ExchangeValue("count", ref count);
        state.ExchangeValue("text", ref text);
        state.ExchangeValue("curve", ref curve);
        state.ExchangeArray("weights", ref weights);
        state.ExchangeArray("none", ref none);
    }
}
