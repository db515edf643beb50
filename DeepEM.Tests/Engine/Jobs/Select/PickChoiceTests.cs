using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Select;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Select;

public sealed class PickChoiceTests
{
    private static readonly SelectionSettings _settings = new(CoordinateFormat.Relion, "unused");

    [Test]
    public void Of_two_picks_that_are_too_near_the_better_one_stays_and_the_order_of_the_file_too()
    {
        MicrographPicks picks = Picks((10, 10, 0.2), (14, 10, 0.9), (40, 10, 0.1), (18.1, 10, 0.3));

        // 8 A are 4 pixels: the first is exactly 4 away from the second, which is far enough.
        Assert.That(Scores(picks, _settings with { MinimumDistanceAngstrom = 8 }), Is.EqualTo([0.2, 0.9, 0.1, 0.3]));
        Assert.That(Scores(picks, _settings with { MinimumDistanceAngstrom = 8.1 }), Is.EqualTo([0.9, 0.1, 0.3]));
        Assert.That(Scores(picks, _settings with { MinimumDistanceAngstrom = 8.3 }), Is.EqualTo([0.9, 0.1]));
    }

    [Test]
    public void The_best_of_a_micrograph_are_kept_after_those_too_near_are_gone()
    {
        MicrographPicks picks = Picks((10, 10, 0.8), (11, 10, 0.9), (40, 10, 0.1), (70, 10, 0.3));

        SelectionSettings both = _settings with { MinimumDistanceAngstrom = 20, MostPerMicrograph = 2 };
        Assert.That(Scores(picks, both), Is.EqualTo([0.9, 0.3]));
    }

    [Test]
    public void A_distance_without_a_pixel_size_is_refused()
    {
        MicrographPicks picks = Picks((10, 10, 0.8), (11, 10, 0.9)) with { PixelSizeAngstrom = null };

        InvalidFileException refused = Assert.Throws<InvalidFileException>(
            () => PickChoice.OnMicrograph(picks, _settings with { MinimumDistanceAngstrom = 20 }))!;
        Assert.That(refused.Code, Is.EqualTo(NoticeCode.PixelSizeUnknown));
    }

    // 0.9, 0.8, 0.4, 0.1: means 0.9, 0.85, 0.7, 0.55.
    [TestCase(0.95, null)]
    [TestCase(0.9, 0.9)]
    [TestCase(0.85, 0.8)]
    [TestCase(0.6, 0.4)]
    [TestCase(0.5, 0.1)]
    public void A_precision_is_reached_as_long_as_the_mean_of_the_scores_does(double precision, double? threshold)
    {
        Assert.That(PickChoice.ThresholdFor([0.4, 0.9, 0.1, 0.8], precision), Is.EqualTo(threshold));
    }

    [Test]
    public void The_best_of_all_micrographs_are_exactly_as_many_as_were_asked_for()
    {
        MicrographPicks[] all = [Picks((1, 1, 0.5), (2, 2, 0.9)), Picks((3, 3, 0.5), (4, 4, 0.5), (5, 5, 0.1))];

        IReadOnlyList<MicrographPicks> best = PickChoice.Best(all, 3);

        Assert.That(best[0].Particles.Select(particle => particle.X), Is.EqualTo([1, 2]));
        Assert.That(best[1].Particles.Select(particle => particle.X), Is.EqualTo([3]));
    }

    private static double[] Scores(MicrographPicks picks, SelectionSettings settings) =>
        [.. PickChoice.OnMicrograph(picks, settings).Particles.Select(particle => particle.FigureOfMerit)];

    private static MicrographPicks Picks(params (double X, double Y, double Score)[] places) =>
        new("mic.mrc", "mic.star", [.. places.Select(place => new Particle(place.X, place.Y, place.Score))])
        {
            PixelSizeAngstrom = 2,
        };
}
