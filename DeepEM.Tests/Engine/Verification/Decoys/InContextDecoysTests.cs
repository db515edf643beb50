using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Micrographs.Spectra;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Decoys;

[TestFixture]
public sealed class InContextDecoysTests
{
    private const int Height = 300;
    private const int Width = 340;
    private const double Diameter = 30;

    private static readonly Peak[] _kept = [new(100, 100, 9), new(150, 220, 8), new(10, 5, 7), new(295, 335, 6)];

    private SimdBackend _backend = null!;

    [OneTimeSetUp]
    public void Start() => _backend = new SimdBackend(1);

    [OneTimeTearDown]
    public void End() => _backend.Dispose();

    [Test]
    public void Memory_that_was_used_before_gives_the_same_bytes()
    {
        float[] once = Draw(Region(Noise("m"), _kept), draw: 0).Pixels;
        var buffers = new DecoyBuffers(_backend);
        Draw(Region(Noise("other"), [], buffers), draw: 3);
        Assert.That(Draw(Region(Noise("m"), _kept, buffers), draw: 0).Pixels, Is.EqualTo(once));
    }

    [Test]
    public void What_is_kept_stays_as_it_is_and_the_ice_is_new()
    {
        DecoyRegion region = Region(Noise("m"), _kept);
        PreparedMicrograph decoy = Draw(region, draw: 0);

        Assert.That(region.Candidates, Is.EqualTo(_kept));
        foreach (Peak place in _kept)
        {
            int pixel = ((int)place.Y * Width) + (int)place.X;
            Assert.That(decoy.Pixels[pixel], Is.EqualTo(region.Image.Pixels[pixel]).Within(1e-6));
        }

        int changed = decoy.Pixels.Zip(region.Image.Pixels).Count(pair => Math.Abs(pair.First - pair.Second) > 0.01);
        Assert.That(changed, Is.GreaterThan(0.9 * Height * Width));
    }

    [Test]
    public void The_new_ice_has_the_spread_of_the_old()
    {
        PreparedMicrograph image = Noise("m");
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (2.5f * image.Pixels[i]) + 1;
        }

        float[] pixels = Draw(Region(image, []), draw: 0).Pixels;
        Assert.That(pixels.Average(), Is.EqualTo(1).Within(0.05));
        Assert.That(Math.Sqrt(pixels.Average(p => (p - 1) * (p - 1))), Is.EqualTo(2.5).Within(0.1));
    }

    [Test]
    public void The_name_and_the_draw_decide_and_threads_do_not()
    {
        float[] once = Draw(Region(Noise("a/m.mrc"), _kept), draw: 0).Pixels;
        using var two = new SimdBackend(2);
        DecoyRegion again = Region(Noise("b/m.mrc"), _kept, new DecoyBuffers(two));
        Assert.That(Draw(again, draw: 0).Pixels, Is.EqualTo(once));
        Assert.That(Draw(Region(Noise("a/m.mrc"), _kept), draw: 1).Pixels, Is.Not.EqualTo(once));
        Assert.That(Draw(Region(Noise("a/n.mrc"), _kept), draw: 0).Pixels, Is.Not.EqualTo(once));
    }

    [Test]
    public void A_masked_place_stays_as_it_is_and_has_no_candidates()
    {
        var cells = new MaskReason[3 * 4];
        cells[5] = MaskReason.Given;
        PreparedMicrograph image = Noise("m") with { Mask = new MicrographMask(3, 4, 100, cells) };
        DecoyRegion region = Region(image, [new(150, 150, 5)]);
        PreparedMicrograph decoy = Draw(region, draw: 0);

        Assert.That(region.Candidates, Is.Empty);
        Assert.That(decoy.Pixels[(150 * Width) + 150], Is.EqualTo(region.Image.Pixels[(150 * Width) + 150]));
        Assert.That(decoy.Pixels[(50 * Width) + 50], Is.Not.EqualTo(region.Image.Pixels[(50 * Width) + 50]));
    }

    [Test]
    public void A_flat_image_has_no_noise_to_draw()
    {
        PreparedMicrograph image = Noise("m");
        Array.Fill(image.Pixels, 0.5f);
        DecoyRegion region = Region(image, []);
        FreeArea free = FreeArea.Of(region, [], [], Diameter);
        Assert.That(InContextDecoys.Draw(region, free, [], Diameter, draw: 0), Is.Null);
    }

    [Test]
    public void A_micrograph_that_is_nearly_all_masked_has_too_little_free()
    {
        MaskReason[] cells = [.. Enumerable.Repeat(MaskReason.Given, 30 * 34)];
        Array.Clear(cells, 0, 40);
        DecoyRegion region = Region(Noise("m") with { Mask = new MicrographMask(30, 34, 10, cells) }, []);
        Assert.That(FreeArea.Of(region, [], [], Diameter).Share, Is.LessThan(FreeArea.LeastShare));
    }

    [Test]
    public void A_region_lies_where_least_is_masked_and_counts_the_whole()
    {
        var cells = new MaskReason[3 * 4];
        for (int column = 0; column < 2; column++)
        {
            (cells[column], cells[4 + column], cells[8 + column]) =
                (MaskReason.Given, MaskReason.Given, MaskReason.Given);
        }

        PreparedMicrograph image = Noise("m") with { Mask = new MicrographMask(3, 4, 100, cells) };
        var region = DecoyRegion.Of(
            image, [new(100, 300, 5), new(100, 20, 4)], mostPixels: 100, new DecoyBuffers(_backend));

        Assert.That(region.IsMasked, Has.None.True);
        Assert.That(region.OpenLogits().Single(), Is.EqualTo(5));
        (int open, int unmasked, int kept) = region.Whole(keptFrom: 1, radius: 10);
        Assert.That((unmasked, kept), Is.EqualTo((140 * Height, 1)));
        Assert.That(unmasked - open, Is.EqualTo(Math.PI * 100).Within(10));
    }

    private static PreparedMicrograph Draw(DecoyRegion region, int draw)
    {
        FreeArea free = FreeArea.Of(region, region.Candidates, [], Diameter);
        return InContextDecoys.Draw(region, free, region.Candidates, Diameter, draw)!;
    }

    private DecoyRegion Region(PreparedMicrograph image, Peak[] candidates, DecoyBuffers? buffers = null) =>
        DecoyRegion.Of(image, candidates, mostPixels: 512, buffers ?? new DecoyBuffers(_backend));

    private static PreparedMicrograph Noise(string name) => new(
        name,
        WhiteNoise.Draw(Height, Width, new RandomSource(5), new ParallelOptions()),
        Height,
        Width,
        1,
        Height,
        Width);
}
