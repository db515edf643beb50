using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Resampling;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Resampling;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class BinningTests(string backendName) : BackendTests(backendName)
{
    [TestCase(12, 8, 4)]
    [TestCase(11, 7, 3)]
    [TestCase(7, 11, 2)]
    [TestCase(1, 1, 1)]
    [TestCase(5, 4, 9)]
    [TestCase(31, 33, 2)]
    [TestCase(9, 20, 2)]
    [TestCase(1, 37, 3)]
    [TestCase(9, 37, 4)]
    [TestCase(12, 20, 7)]
    [TestCase(12, 37, 1)]
    public void Bin_matches_reference(int height, int width, int factor)
    {
        double[] image = Numbers.Draw(1, height * width);
        Agreement.Require(
            Bin(image, height, width, factor),
            BinningReference.Bin(image, height, width, factor),
            Agreement.OfSums);
    }

    [Test]
    public void Two_runs_give_the_same_bits()
    {
        double[] image = Numbers.Draw(2, 31 * 33);
        float[] Run() => Bin(image, 31, 33, 3);
        Agreement.RequireSameBits(Run(), Run());
    }

    [Test]
    public void Wrong_extents_are_rejected()
    {
        using Tensor image = Backend.AllocateImages(new ImageShape(1, 1, 5, 7), ImageLayout.Micrograph);
        using Tensor binned = Backend.AllocateImages(new ImageShape(1, 1, 3, 4), ImageLayout.Micrograph);
        using Tensor patches = Backend.AllocateImages(new ImageShape(1, 1, 3, 4), ImageLayout.Patches);

        void Rejects(Tensor i, Tensor o, int height, int width, int factor) =>
            Assert.That(
                () => Backend.Maps.Binning(i, o, height, width, factor), Throws.InstanceOf<ArgumentException>());

        Rejects(image, image, 5, 7, 2);
        Rejects(image, patches, 5, 7, 2);
        Rejects(binned, binned, 5, 7, 2);
        Rejects(image, binned, 5, 7, 0);
        Rejects(image, binned, 0, 7, 2);
    }

    private float[] Bin(double[] image, int height, int width, int factor)
    {
        ImageShape binned = new(1, 1, ((height - 1) / factor) + 1, ((width - 1) / factor) + 1);
        using Tensor imageTensor = Backend.Images(new ImageShape(1, 1, height, width), image, ImageLayout.Micrograph);
        using Tensor output = Backend.ImagesOutput(binned, ImageLayout.Micrograph);
        Backend.Maps.Binning(imageTensor, output, height, width, factor);
        return output.Read();
    }
}
