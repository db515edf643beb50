using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Resampling;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Resampling;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class RescalingTests(string backendName) : BackendTests(backendName)
{
    [TestCase(12, 20, 1.3)]
    [TestCase(31, 17, 1.01)]
    [TestCase(37, 40, 2.6)]
    [TestCase(9, 21, 0.5)]
    [TestCase(10, 33, 0.83)]
    [TestCase(3, 2, 1.5)]
    [TestCase(1, 1, 1.7)]
    [TestCase(1, 70, 5.2)]
    public void Rescaling_matches_reference(int height, int width, double ratio)
    {
        double[] image = Numbers.Draw(1, height * width);
        (int outHeight, int outWidth) = ((int)Math.Ceiling(height / ratio), (int)Math.Ceiling(width / ratio));
        Agreement.Require(
            Rescale(image, height, width, ratio),
            RescalingReference.Rescale(image, height, width, outHeight, outWidth, ratio),
            Agreement.OfSums);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        double[] image = Numbers.Draw(2, 31 * 33);
        float[] Run() => Rescale(image, 31, 33, 1.37);
        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void A_band_of_rows_gives_the_same_bits_as_the_whole()
    {
        double[] image = Numbers.Draw(3, 40 * 11);
        var rows = RescalingTaps.Of(40, 25, 1.6);
        var columns = RescalingTaps.Of(11, 7, 1.6);
        (RescalingTaps part, int first) = rows.Part(9, 6);
        float[] whole = Rescale(image, rows, columns);
        float[] band = Rescale(image[(first * 11)..((first + part.Inputs) * 11)], part, columns);
        Agreement.RequireSameBits(band, whole[(9 * 7)..(15 * 7)]);
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        var rows = RescalingTaps.Of(5, 4, 1.25);
        var columns = RescalingTaps.Of(7, 6, 1.25);
        var shape = RescalingShape.Of(rows, columns);
        using Tensor image = Backend.AllocateImages(new ImageShape(1, 1, 5, 7), ImageLayout.Micrograph);
        using Tensor output = Backend.AllocateImages(new ImageShape(1, 1, 4, 6), ImageLayout.Micrograph);
        using Tensor rowTable = Backend.Allocate(rows.Lines.Length);
        using Tensor columnTable = Backend.Allocate(columns.Lines.Length);

        void Rejects(Tensor i, Tensor o, Tensor r, Tensor c, RescalingShape s) =>
            Assert.That(() => Backend.Maps.Rescaling(i, o, r, c, s), Throws.InstanceOf<ArgumentException>());

        Rejects(output, output, rowTable, columnTable, shape);
        Rejects(image, image, rowTable, columnTable, shape);
        Rejects(image, output, columnTable, columnTable, shape);
        Rejects(image, output, rowTable, rowTable, shape);
        Rejects(image, output, rowTable, columnTable, shape with { RowTaps = 6 });
        Rejects(image, output, rowTable, columnTable, shape with { OutWidth = 0 });
    }

    private float[] Rescale(double[] image, int height, int width, double ratio) => Rescale(
        image,
        RescalingTaps.Of(height, (int)Math.Ceiling(height / ratio), ratio),
        RescalingTaps.Of(width, (int)Math.Ceiling(width / ratio), ratio));

    private float[] Rescale(double[] image, RescalingTaps rows, RescalingTaps columns)
    {
        using Tensor source = Backend.Images(
            new ImageShape(1, 1, rows.Inputs, columns.Inputs), image, ImageLayout.Micrograph);
        using Tensor output = Backend.ImagesOutput(
            new ImageShape(1, 1, rows.Outputs, columns.Outputs), ImageLayout.Micrograph);
        using Tensor rowTable = Uploaded(rows);
        using Tensor columnTable = Uploaded(columns);
        Backend.Maps.Rescaling(source, output, rowTable, columnTable, RescalingShape.Of(rows, columns));
        return output.Read();
    }

    private Tensor Uploaded(RescalingTaps taps)
    {
        Tensor tensor = Backend.Allocate(taps.Lines.Length);
        tensor.Upload(taps.Lines);
        return tensor;
    }
}
