using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Topaz;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Topaz;

/// <summary>Scores, sizes and lists as callers of Topaz have them.</summary>
public sealed class TopazJobTests
{
    [TestCase(0.5, 0)]
    [TestCase(1, 16)]
    [TestCase(0, -16)]
    [TestCase(0.01, -4.595)]
    public void A_score_is_a_logit_that_ends_at_16(double probability, double logit)
    {
        Assert.That(TopazScore.Of(probability), Is.EqualTo(logit).Within(1e-3));
        Assert.That(TopazScore.Probability(logit), Is.EqualTo(probability).Within(1e-5));
    }

    [Test]
    public void The_general_model_takes_its_diameter_from_who_says_it_first()
    {
        Assert.That(Of(40, 12, 99), Is.EqualTo(40));
        Assert.That(Of(null, 12, 99), Is.EqualTo(24));
        Assert.That(Of(null, 3, 99), Is.EqualTo(99));
        Assert.That(Of(null, null, 99), Is.EqualTo(99));

        static double Of(double? diameter, double? radius, double measured) =>
            TopazScale.Of(GeneralModel.Shipped, diameter, radius, () => measured).Diameter;
    }

    [Test]
    public void A_model_of_a_caller_s_training_knows_its_pixels_and_any_other_is_told()
    {
        PickingModel angstrom = SmallData.Shared.Model;
        PickingModel pixels = angstrom with { PixelSizeAngstrom = 1, DiameterAngstrom = 30 };

        Assert.That(TopazScale.Of(pixels, null, 20, () => 0).Diameter, Is.EqualTo(30));
        Assert.That(TopazScale.Of(pixels, 33, 20, () => 0).Diameter, Is.EqualTo(33).Within(1e-9));
        Assert.That(TopazScale.Of(angstrom, null, 20, () => 0).Diameter, Is.EqualTo(40).Within(1e-9));
        Assert.That(TopazScale.Of(angstrom, null, 20, () => 0).Model, Is.EqualTo(angstrom));
    }

    [Test]
    public void A_radius_only_ever_moves_picks_apart()
    {
        TopazScale scale = TopazScale.Of(GeneralModel.Shipped, 30, null, () => 0);

        Assert.That(scale.DistanceAngstrom(7), Is.Null);
        Assert.That(scale.DistanceAngstrom(20), Is.EqualTo(20));
    }

    [TestCase(null, true)]
    [TestCase("", true)]
    [TestCase("resnet8", true)]
    [TestCase("resnet16_u64", true)]
    [TestCase("conv127", true)]
    [TestCase("model_epoch10.sav", false)]
    public void Networks_that_come_with_Topaz_mean_the_general_model(string? name, bool isGeneral) =>
        Assert.That(TopazModel.IsGeneral(name), Is.EqualTo(isGeneral));

    [Test]
    public void A_list_of_images_gives_names_and_paths()
    {
        IReadOnlyList<MicrographSource> images = TopazImages.Parse("list", "image_name\tpath\r\na\tx/a.mrc\r\n\r\nb.mrc\tb.mrc\n"u8);

        Assert.That(images.Select(image => (image.Name, image.Path, image.PixelSizeAngstrom)), Is.EqualTo(new[]
        {
            ("a", "x/a.mrc", (double?)1), ("b.mrc", "b.mrc", 1),
        }));
    }

    [TestCase("")]
    [TestCase("name\tpath\na\tb\n")]
    [TestCase("image_name\tpath\n")]
    [TestCase("image_name\tpath\na\n")]
    [TestCase("image_name\tpath\na\t\n")]
    public void What_is_no_list_of_images_is_refused(string text) =>
        Assert.That(
            () => TopazImages.Parse("list", System.Text.Encoding.UTF8.GetBytes(text)),
            Throws.TypeOf<InvalidFileException>());

    [Test]
    public void A_GPU_that_is_not_worth_opening_or_not_there_leaves_the_CPU()
    {
        Assert.That(new TopazDevice(0).For(1), Is.EqualTo(TopazDevice.Cpu));
        Assert.That(new TopazDevice(0).For(1000), Is.EqualTo(new TopazDevice(0)));
        Assert.That(new TopazDevice(0) { Name = "cuda" }.For(1).Name, Is.EqualTo("cuda"));

        List<string> told = [];
        using IComputeBackend device = new TopazDevice(97).Open(1, notice => told.Add(notice.Text));
        Assert.That(device.LendsHostCores, Is.True);
        Assert.That(told, Is.EqualTo(["there is no GPU 97; the CPU computes instead"]));
    }
}
