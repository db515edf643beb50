using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Published;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Learning.Networks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Published;

[TestFixture]
public sealed class PublishedPickerTests
{
    // Every window is a candidate, and one that is far from better ones a pick.
    private static readonly PickingSettings _everything = PickingSettings.Default with { Floor = 0, ScanStep = 9 };

    // Of windows of 22 px in 70 × 61.
    private static readonly int[] _rows = [0, 9, 18, 27, 36, 45, 48];
    private static readonly int[] _columns = [0, 9, 18, 27, 36, 39];

    [TestCase(50, new[] { 0, 20, 28 })]
    [TestCase(62, new[] { 0, 20, 40 })]
    [TestCase(22, new[] { 0 })]
    public void Windows_begin_every_step_and_at_the_end(int side, int[] expected) =>
        Assert.That(PublishedPicker.Starts(side, 22, 20), Is.EqualTo(expected));

    [Test]
    public void Picks_are_the_best_windows_of_the_scan_with_their_scores()
    {
        using var backend = new SimdBackend(2);
        Micrograph micrograph = PublishedScan.Micrograph(70, 61);
        PickingModel model = PublishedScan.Model(SmallNetworks.Published);
        using var picker = new PublishedPicker(backend, model, _everything);
        IReadOnlyList<Particle> picks = picker.Pick(PublishedScan.Image(micrograph));

        ScanWindow[] windows =
        [
            .. from y in _rows
               from x in _columns
               select new ScanWindow(x, y, PublishedScan.Score(backend, micrograph, model, x, y)),
        ];
        IReadOnlyList<ScanWindow> expected = TwoPassMaximum.Select(
            windows,
            (int)Math.Round(TwoPassMaximum.FirstRange * 22),
            (int)Math.Round(TwoPassMaximum.SecondRange * 22));
        Assert.That(picks, Has.Count.EqualTo(expected.Count).And.Count.GreaterThan(1));
        for (int n = 0; n < picks.Count; n++)
        {
            Assert.That(picks[n].X, Is.EqualTo(expected[n].X + 10.5));
            Assert.That(picks[n].Y, Is.EqualTo(expected[n].Y + 10.5));
            Assert.That(picks[n].FigureOfMerit, Is.EqualTo(expected[n].Score).Within(1e-5));
        }
    }

    [Test]
    public void Masked_picks_are_left_out_and_all_others_stay()
    {
        using var backend = new SimdBackend(2);
        BinnedMicrograph micrograph = BinnedMicrograph.Of(PublishedScan.Micrograph(120, 100));
        using var picker = new ModelPicker(
            backend, PublishedScan.Model(SmallNetworks.Published), BinningSteps.For(1), _everything);
        IReadOnlyList<Particle> all = picker.Pick(micrograph).Particles;
        var mask = new MicrographMask(2, 1, 60, [MaskReason.Given, MaskReason.None]);

        PickedMicrograph masked = picker.Pick(micrograph, mask);

        Assert.That(masked.Particles, Is.EqualTo(all.Where(p => p.Y >= 59.5)));
        Assert.That(masked.Particles.Count, Is.InRange(1, all.Count - 1));
        Assert.That(masked.Mask!.At(new Particle(50, 20, 0)).HasFlag(MaskReason.Given), Is.True);
    }

    [Test]
    public void Threads_do_not_change_the_picks()
    {
        PreparedMicrograph micrograph = PublishedScan.Image(PublishedScan.Micrograph(120, 100));
        PickingModel model = PublishedScan.Model(SmallNetworks.Default);
        using var one = new SimdBackend(1);
        using var two = new SimdBackend(2);
        using var onePicker = new PublishedPicker(one, model, _everything with { ScanStep = 3 });
        using var twoPicker = new PublishedPicker(two, model, _everything with { ScanStep = 3 });
        IReadOnlyList<Particle> expected = onePicker.Pick(micrograph);

        Assert.That(expected, Has.Count.GreaterThan(3));
        Assert.That(twoPicker.Pick(micrograph), Is.EqualTo(expected));
    }

    [Test]
    public void Windows_beyond_the_limits_of_the_deviation_are_not_scored()
    {
        // Pixels of ±20 at the left, ±2 at the right: only the windows across the middle are between the limits.
        const int side = 80;
        float[] pixels = [.. Enumerable.Range(0, side * side).Select(i =>
            100 + ((i % side < 40 ? 20f : 2f) * (((i / side) + i) % 2 == 0 ? 1 : -1)))];
        PreparedMicrograph micrograph =
            PublishedScan.Image(PublishedScan.Micrograph(side, side) with { Pixels = pixels });
        PickingModel model = PublishedScan.Model(SmallNetworks.Default);
        using var backend = new SimdBackend(2);

        Assert.That(Columns(model), Has.Some.LessThan(20).And.Some.GreaterThan(60));
        Assert.That(
            Columns(model with { Deviation = new DeviationRange(3, 19) }),
            Is.Not.Empty.And.All.InRange(30, 50));
        Assert.That(Columns(model with { Deviation = new DeviationRange(30, 40) }), Is.Empty);

        double[] Columns(PickingModel limited)
        {
            using var picker = new PublishedPicker(backend, limited, _everything with { ScanStep = 5 });
            return [.. picker.Pick(micrograph).Select(p => p.X)];
        }
    }

    [Test]
    public void A_micrograph_smaller_than_the_box_is_refused()
    {
        using var backend = new SimdBackend(1);
        using var picker = new PublishedPicker(backend, PublishedScan.Model(SmallNetworks.Default), _everything);
        Assert.That(
            () => picker.Pick(PublishedScan.Image(PublishedScan.Micrograph(23, 60))),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("60×23 px is smaller than the 24 px box"));
    }
}
