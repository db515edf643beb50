using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Windows;

[TestFixture]
public sealed class WindowSourceTests
{
    private const int Side = 5;

    // Every pixel holds its own row and column, so that the centre of a window can be read off it.
    private const int Width = 1000;
    private const int Height = 400;
    private static readonly SamplingSettings _bare =
        SamplingSettings.Default with { Contrast = 0, AddedBackground = 0 };

    private static readonly BinnedPosition[] _particles = [new(100, 100), new(300, 200), new(900, 50)];

    [Test]
    public void Positives_lie_within_the_jitter_and_negatives_outside_the_exclusion()
    {
        const double diameter = 40;
        SamplingSettings settings = _bare with { WindowsPerEpoch = 2000, HardShare = 0 };
        var source =
            new SampledWindowSource([Labelled([])], diameter, Side, settings, augment: true, new RandomSource(1));
        source.BeginEpoch(0, centring: false);
        float[] window = new float[Side * Side];
        int near = 0;
        for (int i = 0; i < source.WindowsPerEpoch; i++)
        {
            float target = source.Fill(i, window);
            double distance = Distance(window);
            Assert.That(target, Is.EqualTo(i % 2 == 0 ? 1 : 0));
            Assert.That(
                target > 0 ? distance <= (0.06 * diameter) + 1 : distance >= (0.4 * diameter) - 1, $"{i}: {distance}");
            near += target < 1 && distance < 0.9 * diameter ? 1 : 0;
        }

        Assert.That(near / 1000.0, Is.EqualTo(settings.NearShare).Within(0.1));
    }

    [Test]
    public void While_centres_are_taught_windows_beside_a_particle_are_labelled_by_their_distance()
    {
        const double diameter = 100;
        SamplingSettings settings = _bare with { WindowsPerEpoch = 4000 };
        var source =
            new SampledWindowSource([Labelled([])], diameter, Side, settings, augment: true, new RandomSource(1));
        source.BeginEpoch(0, centring: true);
        float[] window = new float[Side * Side];
        List<double> particles = [];
        List<double> beside = [];
        for (int i = 0; i < source.WindowsPerEpoch; i++)
        {
            float target = source.Fill(i, window);
            double distance = Distance(window) / diameter;
            if (i % 2 != 0)
            {
                Assert.That(target, Is.Zero);
                Assert.That(distance, Is.GreaterThan(0.39));
            }
            else
            {
                (target > 0 ? particles : beside).Add(distance);
            }
        }

        Assert.That(particles.Max(), Is.EqualTo(0.12).Within(0.01));
        Assert.That(beside.Min(), Is.EqualTo(0.12).Within(0.01));
        Assert.That(beside.Max(), Is.EqualTo(0.18).Within(0.01));
        Assert.That(beside.Count / 2000.0, Is.EqualTo(0.25).Within(0.03));
        Assert.That(particles.Count(d => d > 0.068) / 2000.0, Is.EqualTo(0.21).Within(0.04));
    }

    [Test]
    public void Held_out_windows_stay_centred_while_centres_are_taught()
    {
        SamplingSettings settings = SamplingSettings.Default with { WindowsPerEpoch = 100 };
        var source =
            new SampledWindowSource([Labelled([])], 100, Side, settings, augment: false, new RandomSource(1));
        source.BeginEpoch(0, centring: true);
        float[] window = new float[Side * Side];
        for (int i = 0; i < source.WindowsPerEpoch; i += 2)
        {
            Assert.That(source.Fill(i, window), Is.EqualTo(1));
            Assert.That(Distance(window), Is.Zero);
        }
    }

    [Test]
    public void Places_known_to_hold_no_particle_are_drawn_as_negatives()
    {
        SamplingSettings settings =
            _bare with { WindowsPerEpoch = 400, HardShare = 1, NearShare = 0, Jitter = 0 };
        var source = new SampledWindowSource(
            [Labelled([new(600, 300)])], 40, Side, settings, augment: false, new RandomSource(1));
        float[] window = new float[Side * Side];
        Assert.That(source.Fill(1, window), Is.Zero);
        Assert.That(window[12], Is.EqualTo((300 * Width) + 600));
    }

    [Test]
    public void Window_depends_on_epoch_and_number_only()
    {
        var first = new SampledWindowSource(
            [Labelled([])], 40, Side, SamplingSettings.Default, augment: true, new RandomSource(1));
        var second = new SampledWindowSource(
            [Labelled([])], 40, Side, SamplingSettings.Default, augment: true, new RandomSource(1));
        float[] expected = new float[Side * Side];
        float[] window = new float[Side * Side];
        first.BeginEpoch(3, centring: false);
        first.Fill(0, window);
        first.Fill(77, expected);
        second.BeginEpoch(1, centring: false);
        second.BeginEpoch(3, centring: false);
        second.Fill(77, window);
        Assert.That(window, Is.EqualTo(expected));
        second.BeginEpoch(4, centring: false);
        second.Fill(77, window);
        Assert.That(window, Is.Not.EqualTo(expected));
    }

    [Test]
    public void Background_is_added_to_particles_and_to_background_alike()
    {
        // Particles of 10 on a background of 1: (10 + f) / √(1 + f²) and (1 + f) / √(1 + f²) with f from 0 to 0.6.
        SamplingSettings settings = _bare with { WindowsPerEpoch = 1000, AddedBackground = 0.6 };
        TrainingMicrograph plain = Labelled([]);
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(i => Distance(i) < 8 ? 10f : 1f)];
        TrainingMicrograph micrograph = plain with { Image = plain.Image with { Pixels = pixels } };
        var source = new SampledWindowSource([micrograph], 40, Side, settings, augment: true, new RandomSource(1));
        source.BeginEpoch(0, centring: false);
        float[] window = new float[Side * Side];
        List<float> particles = [];
        List<float> background = [];
        for (int i = 0; i < source.WindowsPerEpoch; i++)
        {
            (source.Fill(i, window) > 0 ? particles : background).AddRange(window);
        }

        Assert.That(particles, Has.All.InRange(9.089f, 10.06f));
        Assert.That(background, Has.All.InRange(0.999f, 1.373f));
        Assert.That(particles.Max() - particles.Min(), Is.GreaterThan(0.9f), "any factor up to the largest");
        Assert.That(background.Max() - background.Min(), Is.GreaterThan(0.35f));
    }

    [Test]
    public void Published_set_shows_every_patch_at_four_turns_in_a_new_order_each_epoch()
    {
        TrainingExample[] examples = [new(0, new(50, 50), 1), new(0, new(300, 60), 0)];
        var source = new PublishedWindowSource([Labelled([]).Image], examples, Side, turned: true, new RandomSource(1));
        Assert.That(source.WindowsPerEpoch, Is.EqualTo(8));
        string[] first = Epoch(source, 0);
        string[] second = Epoch(source, 1);
        Assert.That(first.Distinct().Count(), Is.EqualTo(8));
        Assert.That(second, Is.EquivalentTo(first));
        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(Epoch(source, 0), Is.EqualTo(first));
    }

    [Test]
    public void Published_boxes_over_the_border_are_shifted_inward()
    {
        TrainingExample[] corner = [new(0, new(0, Height - 1), 1)];
        TrainingExample[] inside = [new(0, new(2, Height - 3), 1)];
        float[] atCorner = new float[Side * Side];
        float[] atInside = new float[Side * Side];
        PreparedMicrograph[] image = [Labelled([]).Image];
        new PublishedWindowSource(image, corner, Side, turned: false, new RandomSource(1)).Fill(0, atCorner);
        new PublishedWindowSource(image, inside, Side, turned: false, new RandomSource(1)).Fill(0, atInside);
        Assert.That(atCorner, Is.EqualTo(atInside));
    }

    [Test]
    public void False_positives_become_negatives_unless_they_touch_a_particle()
    {
        TrainingMicrograph labelled = FalsePositives.Add(
            Labelled([new(600, 300)]),
            [new(101, 101), new(602, 300), new(500, 350), new(700, 350)],
            [true, true, false, true],
            diameter: 40);
        Assert.That(labelled.Negatives, Is.EqualTo(new BinnedPosition[] { new(600, 300), new(500, 350) }));
        Assert.That(labelled.Ignored, Is.EqualTo(new BinnedPosition[] { new(700, 350) }), "perhaps a particle");
    }

    [Test]
    public void Negative_places_keep_away_from_particles()
    {
        IReadOnlyList<(int Micrograph, BinnedPosition Place)> places =
            NegativePlaces.Draw([Labelled([])], 500, 100, new RandomSource(1));
        Assert.That(places, Has.Count.EqualTo(500));
        Assert.That(places.Min(p => _particles.Min(q => Math.Sqrt(
            ((p.Place.X - q.X) * (p.Place.X - q.X)) + ((p.Place.Y - q.Y) * (p.Place.Y - q.Y))))), Is.GreaterThan(59));
    }

    private static string[] Epoch(PublishedWindowSource source, int epoch)
    {
        source.BeginEpoch(epoch, centring: false);
        float[] window = new float[Side * Side];
        return [.. Enumerable.Range(0, source.WindowsPerEpoch)
            .Select(i => $"{source.Fill(i, window)} {string.Join(' ', window)}")];
    }

    private static double Distance(float[] window) => Distance((int)window[Side * Side / 2]);

    private static double Distance(int centre) => _particles.Min(p => Math.Sqrt(
        (((centre % Width) - p.X) * ((centre % Width) - p.X))
        + (((centre / Width) - p.Y) * ((centre / Width) - p.Y))));

    private static TrainingMicrograph Labelled(BinnedPosition[] notParticles)
    {
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(i => (float)i)];
        return new TrainingMicrograph(
            new PreparedMicrograph("m", pixels, Height, Width, 1, Height, Width), _particles, notParticles, []);
    }
}
