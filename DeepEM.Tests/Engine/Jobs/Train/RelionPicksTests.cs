using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

/// <summary>Picks of RELION's jobs as labels: which of them, and where they are.</summary>
[Category(TestCategory.Smoke)]
public sealed class RelionPicksTests
{
    private static readonly MicrographSource[] _micrographs =
        [new("a.mrc", "MotionCorr/job002/a.mrc", 1.25), new("b.mrc", "MotionCorr/job002/b.mrc", 2.5)];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Particles_that_were_rescaled_and_classified_are_centred_by_the_micrographs_pixel_size()
    {
        // Two optics groups that know the pixel size of the boxes only, which is four times that of the micrographs.
        string path = _folder.Write(
            "particles.star",
            "data_optics\nloop_\n_rlnOpticsGroup\n_rlnOpticsGroupName\n_rlnImagePixelSize\n1 one 5\n2 two 10\n\n"
            + "data_particles\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n_rlnOpticsGroup\n"
            + "_rlnOriginXAngst\n_rlnOriginYAngst\n_rlnAutopickFigureOfMerit\n"
            + "100 200 MotionCorr/job002/a.mrc 1 5 -2.5 -3.5\n100 200 MotionCorr/job002/b.mrc 2 5 -2.5 -999\n");

        TrainingInput input = new TrainingFiles(_micrographs, path).Load();

        Assert.That(input.Items[0].Particles.Single(), Is.EqualTo(new Particle(96, 202, -3.5)));
        Assert.That(input.Items[1].Particles.Single(), Is.EqualTo(new Particle(98, 201, 0)));
        Assert.That(input.Notices, Is.Empty);
    }

    [Test]
    public void An_index_of_manual_picks_without_scores_is_read()
    {
        _folder.Write("job/Movies/a_manualpick.star", "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n5 6\n");
        _folder.Write(
            "job/manualpick.star",
            "data_coordinate_files\nloop_\n_rlnMicrographName\n_rlnMicrographCoordinates\n"
            + "MotionCorr/job002/a.mrc job/Movies/a_manualpick.star\n");

        TrainingInput input = new TrainingFiles(_micrographs, _folder["job"]).Load();

        Assert.That(input.Items[0].Particles.Single(), Is.EqualTo(new Particle(5, 6, 0)));
    }

    [Test]
    public void Of_several_kinds_of_manual_picks_the_first_is_learnt_and_another_where_it_is_asked_for()
    {
        string path = Kinds("10 10 2", "20 20 1", "30 30 3", "40 40 1");

        TrainingInput first = new TrainingFiles(_micrographs, path).Load();
        Assert.That(first.Items[0].Particles.Select(one => one.X), Is.EqualTo([20, 40]));
        Notice said = first.Notices.Single(notice => notice.Code == NoticeCode.SelectionTypes);
        Assert.That(
            said.Text, Is.EqualTo("has picks of selection types 1 (2 picks), 2 (1 picks), 3 (1 picks): 1 is learnt"));

        TrainingInput third = new TrainingFiles(_micrographs, path) { SelectedType = 3 }.Load();
        Assert.That(third.Items[0].Particles.Single().X, Is.EqualTo(30));
        Assert.That(
            () => new TrainingFiles(_micrographs, path) { SelectedType = 4 }.Load(),
            Throws.InstanceOf<TrainingDataException>().With.Message
                .Contains("no picks of selection type 4, found 1 (2 picks)"));
    }

    [Test]
    public void One_kind_is_learnt_whatever_its_number()
    {
        TrainingInput input = new TrainingFiles(_micrographs, Kinds("10 10 2", "20 20 2")).Load();

        Assert.That(input.Items[0].Particles, Has.Count.EqualTo(2));
        Assert.That(input.Notices.Where(notice => notice.Code == NoticeCode.SelectionTypes), Is.Empty);
    }

    private string Kinds(params string[] rows) => Path.GetDirectoryName(_folder.Write(
        "job/a_manualpick.star",
        "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnParticleSelectionType\n" + string.Join('\n', rows)
        + "\n"))!;
}
