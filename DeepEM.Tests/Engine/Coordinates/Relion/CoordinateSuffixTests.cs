using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates.Relion;

/// <summary>Picks of RELION 3.1, which names the files of a job's picks by their ending.</summary>
[Category(TestCategory.Smoke)]
public sealed class CoordinateSuffixTests
{
    private const string Picks = "data_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n_rlnClassNumber #3\n"
        + "_rlnAnglePsi #4\n_rlnAutopickFigureOfMerit #5\n";

    private static readonly string[] _micrographs =
        ["MotionCorr/job002/grid1/mic.mrc", "MotionCorr/job002/grid2/mic.mrc"];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_job()
    {
        _folder = new ScratchFolder();
        _folder.Write("job/coords_suffix_manualpick.star", "CtfFind/job003/micrographs_ctf.star\n");
        _folder.Write("job/micrographs_selected.star", "data_\nloop_\n_rlnMicrographName\nx.mrc\n");
        _folder.Write("job/grid1/mic_manualpick.star", Picks + "10 20 -999 -999 -999\n11 21 -999 -999 -999\n");
        _folder.Write("job/grid2/mic_manualpick.star", Picks + "30 40 -999 -999 -999\n");
        _folder.Write("job/grid2/mic_autopick.star", Picks + "1 1 0 0 -0.5\n");
    }

    [TearDown]
    public void Remove_job() => _folder.Dispose();

    [TestCase("job")]
    [TestCase("job/coords_suffix_manualpick.star")]
    public void The_folder_and_its_file_stand_for_the_picks_of_all_micrographs(string path)
    {
        PickSet picks = PickReader.Read(_folder[path], PickScope.Accepted, _micrographs);

        IReadOnlyList<MicrographPicks?> found = picks.Match(_micrographs);
        Assert.That(found[0]!.Particles, Is.EqualTo(new Particle[] { new(10, 20, 0), new(11, 21, 0) }));
        Assert.That(found[1]!.Particles, Is.EqualTo(new Particle[] { new(30, 40, 0) }));
    }

    [Test]
    public void A_folder_that_leads_back_to_itself_is_not_gone_through_for_ever()
    {
        Directory.CreateSymbolicLink(_folder["job/Movies"], ".");

        Assert.That(PickReader.Read(_folder["job"]).Micrographs, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_job_without_picks_is_refused()
    {
        _folder.Write("none/coords_suffix_manualpick.star", "CtfFind/job003/micrographs_ctf.star\n");

        Assert.That(
            () => PickReader.Read(_folder["none"]),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("no file *_manualpick.star"));
    }

    [Test]
    public void Of_a_classification_the_last_iteration_is_taken_and_of_a_refinement_its_result()
    {
        string head = "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n";
        _folder.Write("class/run_it009_data.star", head + "1 1 a.mrc\n");
        _folder.Write("class/run_ct09_it025_data.star", head + "2 2 a.mrc\n");
        _folder.Write("class/run_it010_data.star", head + "3 3 a.mrc\n");
        foreach (string other in new[] { "model", "optimiser", "sampling" })
        {
            _folder.Write($"class/run_it025_{other}.star", "data_model_general\n_rlnReferenceDimensionality 2\n");
        }

        Assert.That(Single(_folder["class"]).X, Is.EqualTo(2));
        _folder.Write("class/run_data.star", head + "4 4 a.mrc\n");
        Assert.That(Single(_folder["class"]).X, Is.EqualTo(4));
    }

    private static Particle Single(string folder) => PickReader.Read(folder).Micrographs.Single().Particles.Single();
}
