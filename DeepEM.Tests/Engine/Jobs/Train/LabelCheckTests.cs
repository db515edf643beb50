using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

/// <summary>Labels that cannot be right are told of before anything is learnt from them, and right ones never.
/// </summary>
[TestFixture]
public sealed class LabelCheckTests
{
    private static IReadOnlyList<TrainingItem> Items => SmallData.Shared.Items();

    [Test]
    public void Right_labels_are_not_doubted() => Assert.That(Codes(Items), Is.Empty);

    [TestCase(1, 0, NoticeCode.MirroredInX)]
    [TestCase(0, 1, NoticeCode.MirroredInY)]
    [TestCase(1, 1, NoticeCode.MirroredInBoth)]
    public void Labels_of_a_mirrored_image_are_told_by_the_axis(int x, int y, string code) =>
        Assert.That(Codes(Moved(Items, p => Mirrored(p, x, y))), Is.EqualTo([code]));

    [TestCase(2)]
    [TestCase(4)]
    public void Labels_of_a_binned_image_are_told_as_a_conversion_tells_them(int binning)
    {
        IReadOnlyList<Notice> warnings = Warnings(Moved(Items, p => p with { X = p.X / binning, Y = p.Y / binning }));

        Assert.That(warnings.Select(notice => notice.Code), Has.All.EqualTo(NoticeCode.CoordinatesScaled));
        Assert.That(warnings, Has.Count.EqualTo(SmallData.TrainingMicrographs));
        Assert.That(warnings[0].Text, Does.Contain("were they picked on a binned image?"));
    }

    [Test]
    public void Labels_of_a_finer_image_are_told_with_the_binning()
    {
        IReadOnlyList<Notice> warnings = Warnings(Moved(Items, p => p with { X = 4 * p.X, Y = 4 * p.Y }));

        Assert.That(warnings.Select(notice => notice.Code), Has.All.EqualTo(NoticeCode.CoordinatesScaled));
        Assert.That(warnings[0].Figure?.Value, Is.EqualTo(0.25));
    }

    [Test]
    public void A_few_labels_on_each_micrograph_are_judged_together()
    {
        IReadOnlyList<TrainingItem> few =
        [
            .. Items.Select(item => item with
            {
                Particles = [.. item.Particles.Select(p => p with { X = p.X / 4, Y = p.Y / 4 }).Take(6)],
            }),
        ];
        Assert.That(Codes(few), Is.EqualTo([NoticeCode.CoordinatesScaled]));
    }

    [Test]
    public void More_labels_than_fit_are_told()
    {
        Particle[] dense =
        [
            .. Enumerable.Range(0, 3600).Select(i => new Particle((8 * (i % 60)) + 10, (7 * (i / 60)) + 10, 0)),
        ];
        IReadOnlyList<Notice> warnings = Warnings([Items[0] with { Particles = dense }]);

        Assert.That(warnings.Select(notice => notice.Code), Is.EqualTo([NoticeCode.LabelsDoubtful]));
        Assert.That(warnings[0].Text, Does.Match("there are 3600 labels where at most [0-9]+ particles"));
    }

    [Test]
    public void Labels_that_lie_on_each_other_are_told()
    {
        IReadOnlyList<TrainingItem> twice =
        [
            .. Items.Select(item => item with
            {
                Particles = [.. item.Particles, .. item.Particles.Select(p => p with { X = p.X + 4 })],
            }),
        ];
        Assert.That(Codes(twice), Is.EqualTo([NoticeCode.LabelsDoubtful]));
    }

    [TestCase("klh", 2.2, 350)]
    [TestCase("apoferritin", 2.0, 130)]
    [TestCase("betagal", 1.77, 190)]
    public void Labels_of_real_micrographs_are_doubted_when_mirrored_and_only_then(
        string set, double pixelSize, double diameter)
    {
        string folder = SharedFolder.Require($"data/{set}/train");
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            SmallData.Sources(folder), pixelSize, PickReader.Read(Path.Combine(folder, "truth")), null, null, []);
        TrainingRunSettings settings = SmallData.Settings with { DiameterAngstrom = diameter };
        using var backend = new SimdBackend(2);
        TrainingSet set0 = TrainingSet.Load(backend, items, settings, null, CancellationToken.None);
        Assert.That(set0.Warnings.Texts(), Is.Empty);

        foreach ((int x, int y, string code) in (ReadOnlySpan<(int, int, string)>)[
            (1, 0, NoticeCode.MirroredInX), (0, 1, NoticeCode.MirroredInY), (1, 1, NoticeCode.MirroredInBoth)])
        {
            Notice[] found =
            [
                .. LabelCheck.Of(
                    [
                        .. set0.Micrographs.Select(m => m with
                        {
                            Particles =
                            [
                                .. m.Particles.Select(p => new BinnedPosition(
                                    x > 0 ? m.Image.Width - 1 - p.X : p.X, y > 0 ? m.Image.Height - 1 - p.Y : p.Y)),
                            ],
                        }),
                    ],
                    set0.Diameter),
            ];
            TestContext.Out.WriteLine(string.Join('\n', found.Texts()));
            Assert.That(found.Select(notice => notice.Code), Is.EqualTo([code]));
        }
    }

    private static Particle Mirrored(Particle p, int x, int y) => p with
    {
        X = x > 0 ? SmallData.Simulation.Width - 1 - p.X : p.X,
        Y = y > 0 ? SmallData.Simulation.Height - 1 - p.Y : p.Y,
    };

    private static IReadOnlyList<TrainingItem> Moved(
        IReadOnlyList<TrainingItem> items, Func<Particle, Particle> move) =>
        [.. items.Select(item => item with { Particles = [.. item.Particles.Select(move)] })];

    private static IEnumerable<string> Codes(IReadOnlyList<TrainingItem> items) =>
        Warnings(items).Select(notice => notice.Code);

    private static IReadOnlyList<Notice> Warnings(IReadOnlyList<TrainingItem> items)
    {
        using var backend = new SimdBackend(2);
        return TrainingSet.Load(backend, items, SmallData.Settings, null, CancellationToken.None).Warnings;
    }
}
