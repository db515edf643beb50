using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

[TestFixture]
public sealed class TrainingMasksTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase(NetworkPreset.Auto)]
    [TestCase(NetworkPreset.NineteenS)]
    public void No_labelled_particle_is_masked_and_contrast_is_told(NetworkPreset preset)
    {
        TrainingSet set = Load(SmallData.Shared.Items(), SmallData.Settings with { Preset = preset });
        Assert.That(set.Masks.Contrast, Is.EqualTo(ParticleContrast.Dark));
        foreach (TrainingMicrograph micrograph in set.Micrographs)
        {
            Assert.That(
                micrograph.Particles.Select(p => CoordinateFrame.ToMicrograph(p, micrograph.Image.Binning, 0)),
                Has.None.Matches<Particle>(micrograph.Image.Mask!.Covers));
        }
    }

    [Test]
    public void Without_the_mask_limits_are_the_usual_ones()
    {
        TrainingSet set = Load(SmallData.Shared.Items(), SmallData.Settings with { FindsMask = false });
        Assert.That(set.Masks.Limits, Is.EqualTo(MaskLimits.Default));
        Assert.That(set.Micrographs.Select(m => m.Image.Mask), Is.All.Null);
    }

    [Test]
    public void Contrast_that_is_said_against_the_labels_is_stored_with_a_warning()
    {
        TrainingSet set = Load(
            SmallData.Shared.Items(), SmallData.Settings with { Contrast = ParticleContrast.Bright });
        Assert.That(set.Masks.Contrast, Is.EqualTo(ParticleContrast.Bright));
        Assert.That(set.Warnings.Single().ToString(), Does.Contain("look dark").And.Contain("asked for is bright"));
    }

    [Test]
    public void Labels_in_masked_places_are_counted_and_neither_positive_nor_negative()
    {
        TrainingItem item = SmallData.Shared.Items()[0];
        float[] pixels = new float[448 * 512];
        pixels.AsSpan(0, 224 * 512).Fill(1);
        MrcWriter.Write(_folder["mask.mrc"], pixels, 448, 512, null, SampleType.SignedBytes);
        int upper = item.Particles.Count(p => p.Y < 223.5);

        TrainingSet set = Load([item with { MaskPath = _folder["mask.mrc"] }], SmallData.Settings);

        TrainingMicrograph micrograph = set.Micrographs.Single();
        Assert.That(upper, Is.Positive);
        Assert.That(micrograph.Ignored, Has.Count.EqualTo(upper));
        Assert.That(micrograph.Particles, Has.Count.EqualTo(item.Particles.Count - upper));
        Assert.That(
            set.Warnings.Single().ToString(), Does.Contain($"{upper} of {item.Particles.Count} picks lie where"));
        Assert.That(micrograph.Image.Mask!.At(new Particle(100, 100, 0)).HasFlag(MaskReason.Given), Is.True);
        Assert.That(micrograph.Image.Mask.At(new Particle(100, 300, 0)).HasFlag(MaskReason.Given), Is.False);
    }

    [Test]
    public void Mask_of_another_size_is_refused()
    {
        MrcWriter.Write(_folder["mask.mrc"], new float[100], 10, 10, null);
        TrainingItem item = SmallData.Shared.Items()[0] with { MaskPath = _folder["mask.mrc"] };
        Assert.That(
            () => Load([item], SmallData.Settings),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("mask.mrc").And.Message.Contains("10×10"));
    }

    [Test]
    public void Mask_is_a_fact_of_the_training()
    {
        TrainingSet set = Load(SmallData.Shared.Items(), SmallData.Settings);
        var names = TrainingFingerprint.OfInputs(set).Select(fact => fact.Key).ToList();
        Assert.That(names, Has.Member("mask of micrograph 1").And.Member("mask of micrograph 3"));
    }

    [Test]
    public void Part_of_a_micrograph_keeps_its_part_of_the_mask()
    {
        TrainingSet set = Load([SmallData.Shared.Items()[0]], SmallData.Settings);
        TrainingMicrograph whole = set.Micrographs[0];
        var cells = new MaskReason[56 * 64];
        cells.AsSpan(50 * 64).Fill(MaskReason.Given);
        whole = whole with { Image = whole.Image with { Mask = new MicrographMask(56, 64, 8, cells) } };

        var split = HeldOutSplit.Of([whole], new RandomSource(1), leastHeight: 20);

        PreparedMicrograph lower = split.HeldOut[0].Image;
        int cut = whole.Image.OriginalHeight - lower.OriginalHeight;
        Assert.That(cut, Is.Positive.And.LessThan(400));
        Assert.That(lower.Mask!.Covers(new Particle(50, 400 - cut - 1, 0)), Is.False);
        Assert.That(lower.Mask.Covers(new Particle(50, 400 - cut, 0)), Is.True);
    }

    private static TrainingSet Load(IReadOnlyList<TrainingItem> items, TrainingRunSettings settings)
    {
        using var backend = new SimdBackend(1);
        return TrainingSet.Load(backend, items, settings, progress: null, CancellationToken.None);
    }
}
