using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Peaks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Peaks;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class LocalMaximaTests(string backendName) : BackendTests(backendName)
{
    private static readonly int[] _corners = [0, 4, 30, 34];

    [TestCase(9, 17, 1f, 0f)]
    [TestCase(17, 9, 2.9f, 0.5f)]
    [TestCase(13, 14, 2.236068f, -3f)]
    [TestCase(1, 1, 4f, -3f)]
    [TestCase(1, 30, 3f, -3f)]
    [TestCase(30, 1, 40f, -3f)]
    [TestCase(8, 5, 3f, 2f)]
    [TestCase(24, 19, 1.5f, 0.5f)]
    [TestCase(24, 19, 4.2f, -1f)]
    [TestCase(5, 19, 100f, 0.5f)]
    public void Peaks_are_exactly_those_of_the_reference(int height, int width, float radius, float threshold)
    {
        // Few levels, so that ties are frequent.
        double[] scores = Array.ConvertAll(Numbers.Draw(1, height * width), value => Math.Round(value * 4) / 4);
        double[] expected = LocalMaximaReference.Find(scores, height, width, radius, threshold);
        Assert.That(Find(scores, height, width, radius, threshold), Is.EqualTo(Numbers.Floats(expected)));
    }

    [Test]
    public void Peaks_on_all_four_corners_are_kept()
    {
        double[] scores = new double[7 * 5];
        foreach (int corner in _corners)
        {
            scores[corner] = 1;
        }

        float[] peaks = Find(scores, 7, 5, radius: 3, threshold: 0.5f);
        Assert.That(
            Enumerable.Range(0, 35).Where(at => peaks[at] == 1), Is.EqualTo(_corners));
        Assert.That(peaks.Count(float.IsNegativeInfinity), Is.EqualTo(31));
    }

    [Test]
    public void Not_a_number_is_no_peak_and_beats_none() =>
        Assert.That(
            Find([double.NaN, 1, double.NaN, 0], 1, 4, radius: 3, threshold: -1),
            Is.EqualTo(new[] { float.NegativeInfinity, 1, float.NegativeInfinity, float.NegativeInfinity }));

    [Test]
    public void Of_equal_scores_the_last_is_the_peak_and_infinity_beats_all()
    {
        double[] scores = Enumerable.Repeat(1.0, 30).ToArray();
        Assert.That(
            Find(scores, 5, 6, radius: 10, threshold: 0),
            Is.EqualTo(Numbers.Floats(LocalMaximaReference.Find(scores, 5, 6, 10, 0))));

        (scores[14], scores[29], scores[7]) = (double.NaN, double.NaN, double.PositiveInfinity);
        Assert.That(
            Find(scores, 5, 6, radius: 2, threshold: 0),
            Is.EqualTo(Numbers.Floats(LocalMaximaReference.Find(scores, 5, 6, 2, 0))));
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        using Tensor map = Backend.AllocateImages(new ImageShape(1, 1, 4, 5), ImageLayout.Micrograph);
        using Tensor turned = Backend.AllocateImages(new ImageShape(1, 1, 5, 4), ImageLayout.Micrograph);
        using Tensor peaks = Backend.AllocateImages(new ImageShape(1, 1, 4, 5), ImageLayout.Micrograph);

        void Rejects(Tensor s, Tensor p, int height, int width, float radius, float threshold) =>
            Assert.That(
                () => Backend.Maps.LocalMaxima(s, p, height, width, radius, threshold),
                Throws.InstanceOf<ArgumentException>());

        Rejects(turned, peaks, 4, 5, 1, 0);
        Rejects(map, turned, 4, 5, 1, 0);
        Rejects(map, peaks, 0, 5, 1, 0);
        Rejects(map, peaks, 4, 5, 0.5f, 0);
        Rejects(map, peaks, 4, 5, float.NaN, 0);
        Rejects(map, peaks, 4, 5, 1, float.NaN);
    }

    private float[] Find(double[] scores, int height, int width, float radius, float threshold)
    {
        ImageShape map = new(1, 1, height, width);
        using Tensor scoresTensor = Backend.Images(map, scores, ImageLayout.Micrograph);
        using Tensor peaks = Backend.ImagesOutput(map, ImageLayout.Micrograph);
        Backend.Maps.LocalMaxima(scoresTensor, peaks, height, width, radius, threshold);
        return peaks.Read();
    }
}
