using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Convolution;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Networks;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class NetworkPresetsTests
{
    private static readonly int[] _klhSides = [222, 54, 18];
    private static readonly int[] _nineteenSSides = [141, 38, 16];

    [Test]
    public void Klh_has_the_published_layers()
    {
        IReadOnlyList<ConvolutionShape> shapes = NetworkPresets.Klh.ConvolutionShapes(1);
        Assert.Multiple(() =>
        {
            Assert.That(shapes.Select(s => s.OutHeight), Is.EqualTo(_klhSides));
            Assert.That(NetworkPresets.Klh.OutputSide, Is.EqualTo(9));
            Assert.That(NetworkPresets.Klh.DenseInputs, Is.EqualTo(972));
            Assert.That(NetworkPresets.Klh.ParameterCount, Is.EqualTo(62_761));
        });
    }

    [Test]
    public void NineteenS_has_the_published_layers()
    {
        IReadOnlyList<ConvolutionShape> shapes = NetworkPresets.NineteenS.ConvolutionShapes(1);
        Assert.Multiple(() =>
        {
            Assert.That(shapes.Select(s => s.OutHeight), Is.EqualTo(_nineteenSSides));
            Assert.That(NetworkPresets.NineteenS.DenseInputs, Is.EqualTo(768));
            Assert.That(NetworkPresets.NineteenS.ParameterCount, Is.EqualTo(12_703));
        });
    }

    [Test]
    public void Klh_window_costs_the_published_multiply_adds() =>
        Assert.That(NetworkPresets.Klh.MultiplyAddsPerWindow, Is.EqualTo(866_000_000).Within(2_000_000));

    [TestCase(20)]
    [TestCase(35)]
    [TestCase(65)]
    [TestCase(108.5)]
    [TestCase(350)]
    public void Binning_brings_every_diameter_to_one_size(double diameter)
    {
        Assert.That(
            diameter / NetworkPresets.BinningFor(diameter), Is.EqualTo(NetworkPresets.BinnedDiameter).Within(1e-9));
        Assert.That(diameter / NetworkPresets.BinningFor(diameter, seen: 31), Is.EqualTo(31).Within(1e-9));
    }

    [Test]
    public void A_small_particle_is_enlarged_twice_at_most() =>
        Assert.That(NetworkPresets.BinningFor(10), Is.EqualTo(NetworkPresets.LeastBinning));

    [Test]
    public void Every_diameter_gets_a_network_by_the_70_to_90_per_cent_rule()
    {
        for (double diameter = 5; diameter <= 60; diameter += 0.5)
        {
            NetworkDescription network = NetworkPresets.ForDiameter(diameter);
            foreach (ConvolutionShape shape in network.ConvolutionShapes(1))
            {
                Assert.That(
                    shape.OutHeight / (double)shape.InHeight, Is.InRange(0.7, 0.9), $"{diameter} px: {shape}");
            }

            Assert.That(network.PoolingsTile, $"{diameter} px: {network}");
        }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Impossible_diameter_is_rejected(double diameter)
    {
        Assert.That(() => NetworkPresets.BinningFor(diameter), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => NetworkPresets.ForDiameter(diameter), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Pooling_that_does_not_fit_its_map_is_rejected() => Assert.That(
        () => new NetworkDescription(
            10, [new ConvolutionStage(2, 9, 3)], NetworkPresets.Klh.Activation, NetworkPresets.Klh.Pooling),
        Throws.ArgumentException.With.Message.Contains("leaves 2 px"));

    [Test]
    public void Poolings_of_all_presets_tile_their_maps()
    {
        NetworkDescription[] networks =
        [
            NetworkPresets.Klh,
            NetworkPresets.NineteenS,
            .. Enumerable.Range(10, 50).Select(diameter => NetworkPresets.ForDiameter(diameter)),
        ];

        Assert.That(
            networks.SelectMany(network => network.ConvolutionShapes(1)
                .Select((shape, stage) => shape.OutHeight % network.Stages[stage].PoolSize)),
            Is.All.Zero);
    }
}
