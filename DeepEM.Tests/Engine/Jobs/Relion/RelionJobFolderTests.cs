using DeepEM.Engine.Jobs.Relion;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Relion;

[Category(TestCategory.Smoke)]
public sealed class RelionJobFolderTests
{
    private const string Three = "data_job\n\n_rlnJobType 99\n_rlnJobIsContinue 0\n";
    private const string Four = "data_job\n\n_rlnJobTypeLabel relion.external\n_rlnJobIsContinue 0\n";
    private const string Five = Four + "_rlnJobIsTomo 0\n";

    private ScratchFolder _folder = null!;
    private RelionJobFolder _job = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        _folder.Write("job/autopick.star", "");
        _job = new RelionJobFolder(_folder["job"] + "/");
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase(Three, "_rlnPipeLineNodeType #2", "2")]
    [TestCase(Four, "_rlnPipeLineNodeTypeLabel #2", "MicrographsCoords.star.relion.autopick")]
    [TestCase(Five, "_rlnPipeLineNodeTypeLabel #2", "MicrographCoordsGroup.star.relion.autopick")]
    [TestCase("<html>", "_rlnPipeLineNodeType #3", "MicrographCoordsGroup.star.relion.autopick 2")]
    [TestCase(null, "_rlnPipeLineNodeType #3", "MicrographCoordsGroup.star.relion.autopick 2")]
    public void Outputs_are_named_as_the_RELION_that_runs_names_them(string? jobStar, string column, string kind)
    {
        if (jobStar is not null)
        {
            _folder.Write("job/job.star", jobStar);
        }

        _job.End(RelionJobEnd.Success);

        string nodes = File.ReadAllText(_folder["job/RELION_OUTPUT_NODES.star"]);
        Assert.That(nodes, Does.StartWith("# version 30001\n\ndata_output_nodes\n\nloop_\n_rlnPipeLineNodeName #1\n"));
        Assert.That(nodes, Does.Contain($"{column}\n").And.EndWith($"/job/autopick.star {kind}\n"));
        Assert.That(nodes, Does.Not.Contain("logfile"), "only what is there");
        if (jobStar is not null)
        {
            Assert.That(File.ReadAllText(_folder["job/job.star"]), Is.EqualTo(jobStar));
        }
    }

    [TestCase(RelionJobEnd.Failure, "RELION_JOB_EXIT_FAILURE")]
    [TestCase(RelionJobEnd.Aborted, "RELION_JOB_EXIT_ABORTED")]
    public void A_job_that_is_not_done_has_no_outputs(RelionJobEnd end, string file)
    {
        _folder.Write("job/RELION_JOB_ABORT_NOW", "");
        _folder.Write("job/RELION_JOB_EXIT_SUCCESS", "");
        _job.End(end);

        Assert.That(
            Directory.GetFiles(_folder["job"]).Select(Path.GetFileName), Is.EquivalentTo(["autopick.star", file]));
        Assert.That(new FileInfo(_folder[$"job/{file}"]).Length, Is.Zero);
    }

    [Test]
    public void What_an_earlier_run_said_of_its_end_is_taken_back()
    {
        _folder.Write("job/RELION_JOB_EXIT_FAILURE", "");
        _folder.Write("job/RELION_JOB_EXIT_SUCCESS", "");
        _folder.Write("job/run.out", "");
        _job.Begin();

        Assert.That(
            Directory.GetFiles(_folder["job"]).Select(Path.GetFileName),
            Is.EquivalentTo(["autopick.star", "run.out"]));
    }

    [TestCase(Three, true)]
    [TestCase(Four, false)]
    public void RELION_3_1_finds_the_picks_by_a_suffix(string jobStar, bool isNeeded)
    {
        _folder.Write("job/job.star", jobStar);

        Assert.That(_job.FinishPicking(["CtfFind/job003/micrographs_ctf.star"]), Is.Null);
        Assert.That(File.Exists(_folder["job/coords_suffix_autopick.star"]), Is.EqualTo(isNeeded));
        if (isNeeded)
        {
            Assert.That(
                File.ReadAllText(_folder["job/coords_suffix_autopick.star"]),
                Is.EqualTo("CtfFind/job003/micrographs_ctf.star\n"));
        }
    }

    [Test]
    public void Pictures_become_a_document_with_a_page_for_each()
    {
        byte[] png = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR42mNgaGBoaAAABAYBgYlPfXcAAAAASUVORK5CYII=");
        _folder.Write("job/overview.png", png);
        _folder.Write("job/thresholds.png", png);

        Assert.That(_job.FinishPicking(["mics"]), Is.Null);
        string document = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_folder["job/logfile.pdf"]));
        Assert.That(document, Does.StartWith("%PDF-").And.Contains("/Count 2"));

        File.Delete(_folder["job/overview.png"]);
        File.Delete(_folder["job/thresholds.png"]);
        Assert.That(_job.FinishPicking(["mics"]), Is.Null);
        Assert.That(File.Exists(_folder["job/logfile.pdf"]), Is.False, "no document of pictures that are gone");
    }

    [Test]
    public void A_picture_that_is_none_ends_nothing()
    {
        _folder.Write("job/overview.png", "no picture");

        Assert.That(_job.FinishPicking(["mics"])!.Text, Does.Contain("is no picture"));
        Assert.That(File.Exists(_folder["job/logfile.pdf"]), Is.False);
    }
}
