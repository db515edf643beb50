using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

[TestFixture]
public sealed class TrainingItemsTests
{
    private static readonly Particle[] _two = [new(1, 2, 0), new(3, 4, 0)];

    [Test]
    public void Picks_are_found_by_name_and_the_option_overrides_the_list()
    {
        List<Notice> warnings = [];
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            [new("x/a.mrc", "x/a.mrc", 1.5), new("b.mrc", "b.mrc", null)],
            null,
            Set("picks", ("a", _two), ("b", [new(5, 6, 0)])),
            Set("more", ("b", [new(7, 8, 0)])),
            Set("wrong", ("a", [new(9, 9, 0)])),
            warnings);

        Assert.That(warnings, Is.Empty);
        Assert.That(items.Select(i => i.Path), Is.EqualTo(["x/a.mrc", "b.mrc"]));
        Assert.That(items.Select(i => i.PixelSizeAngstrom), Is.EqualTo(new double?[] { 1.5, null }));
        Assert.That(items[0].Particles, Is.EqualTo(_two));
        Assert.That(items[0].Negatives, Is.EqualTo(new Particle[] { new(9, 9, 0) }));
        Assert.That(items[1].AddedParticles, Is.EqualTo(new Particle[] { new(7, 8, 0) }));
        Assert.That(
            TrainingItems.Match([new("a", "a", 1.5)], 2, Set("p", ("a", _two)), null, null, [])[0].PixelSizeAngstrom,
            Is.EqualTo(2));
    }

    [Test]
    public void Of_equal_file_names_one_without_picks_takes_none_of_another()
    {
        List<Notice> warnings = [];
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            [.. Sources("g3/a.mrc", "g1/a.mrc", "g2/a.mrc")],
            1,
            Set("picks", ("g1/a.mrc", _two), ("g2/a.mrc", [new(5, 6, 0)])),
            null,
            null,
            warnings);

        Assert.That(items.Select(item => item.Particles.Count), Is.EqualTo([0, 2, 1]));
        Assert.That(warnings.Texts(), Has.One.Contains("1 of 3 micrographs have no picks and are not used, g3/a.mrc"));
    }

    [TestCase(null, 4.0, 10)]
    [TestCase(2.0, null, 20)]
    [TestCase(2.0, 4.0, 20)]
    public void Origins_in_angstrom_are_divided_by_the_pixel_size_of_the_micrograph(
        double? option, double? list, double shift)
    {
        using var folder = new ScratchFolder();
        string picks = folder.Write(
            "particles.star",
            "data_optics\n\nloop_\n_rlnOpticsGroup\n_rlnMicrographOriginalPixelSize\n_rlnImagePixelSize\n1 1 8\n\n"
            + "data_particles\n\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n_rlnOpticsGroup\n"
            + "_rlnOriginXAngst\n_rlnOriginYAngst\n100 100 a.mrc 1 40 0\n");
        TrainingFiles files = new([new MicrographSource("a.mrc", "a.mrc", list)], picks) { PixelSizeAngstrom = option };

        TrainingInput input = files.Load();

        Assert.That(input.Items[0].Particles[0].X, Is.EqualTo(100 - shift));
        Assert.That(input.Notices, Is.Empty);
    }

    [Test]
    public void Unknown_places_are_found_by_name_and_those_of_other_micrographs_told()
    {
        List<Notice> warnings = [];
        MicrographSource[] sources = [.. Sources("a.mrc", "b.mrc")];
        IReadOnlyList<TrainingItem> items = TrainingItems.WithIgnored(
            TrainingItems.Match(sources, 1, Set("picks", ("a", _two), ("b", _two)), null, null, warnings),
            sources,
            Set("unclear", ("b", [new(9, 9, 0)]), ("c", _two)),
            warnings);

        Assert.That(items[0].Ignored, Is.Empty);
        Assert.That(items[1].Ignored, Is.EqualTo(new Particle[] { new(9, 9, 0) }));
        Assert.That(
            warnings.Texts(),
            Is.EqualTo(["unclear: picks of 1 micrographs that were not given, of c for example"]));
    }

    [Test]
    public void Micrographs_without_picks_and_picks_without_micrograph_are_told()
    {
        List<Notice> warnings = [];
        TrainingItems.Match(
            Sources("a.mrc", "b.mrc", "c.mrc"),
            null,
            Set("picks.star", ("b", _two), ("x", _two), ("y", _two)),
            null,
            null,
            warnings);

        Assert.That(warnings.Texts(), Is.EqualTo(
        [
            "picks.star: picks of 2 micrographs that were not given, of x for example",
            "2 of 3 micrographs have no picks and are not used, a.mrc for example",
        ]));
    }

    [Test]
    public void Picks_for_other_micrographs_are_refused_in_one_line_with_counts() => Assert.That(
        () => TrainingItems.Match(
            Sources("a.mrc", "b.mrc"), null, Set("picks.star", ("x", _two), ("y", _two)), null, null, []),
        Throws.TypeOf<TrainingDataException>().With.Message.EqualTo(
            "picks.star has no picks for any of the 2 micrographs given, a.mrc being the first (picks.star: picks of "
            + "2 micrographs that were not given, of x for example)"));

    [Test]
    public void Picks_that_fit_two_micrographs_are_refused() => Assert.That(
        () => TrainingItems.Match(Sources("g1/a.mrc", "g2/a.mrc"), null, Set("picks", ("a", _two)), null, null, []),
        Throws.TypeOf<InvalidFileException>().With.Message.Contains("g1/a.mrc").And.Message.Contains("g2/a.mrc"));

    [TestCase("g1/a.mrc", "g2/a.mrc")]
    [TestCase("g2/a.mrc", "g1/a.mrc")]
    public void Full_name_claims_its_picks_before_a_file_name_alone(string first, string second)
    {
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            Sources(first, second), null, Set("picks.star", ("g1/a.mrc", _two)), null, null, []);
        Assert.That(items.Single(i => i.Path == "g1/a.mrc").Particles, Is.EqualTo(_two));
        Assert.That(items.Single(i => i.Path == "g2/a.mrc").Particles, Is.Empty);
    }

    private static MicrographSource[] Sources(params string[] names) =>
        [.. names.Select(name => new MicrographSource(name, name, null))];

    private static PickSet Set(string path, params (string Micrograph, Particle[] Particles)[] picks) =>
        new(path, picks.Select(p => new MicrographPicks(p.Micrograph, path, p.Particles)), []);
}
