using System.Diagnostics;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers;

/// <summary>RELION itself runs the program as a job of its pipeline, and extracts what was picked.</summary>
[Platform(Include = "Linux", Reason = "RELION runs on Linux.")]
public sealed class RelionPipelineTests
{
    private const string Job = RelionProject.Job;

    private static readonly string[] _three = ["grid1/mic.mrc", "grid2/mic.mrc", "grid2/empty.mrc"];

    [Test]
    public void A_job_is_done_extracted_and_gone_on_with()
    {
        using RelionProject project = RelionProject.Create();
        project.Name(_three);
        project.AddPicking(("model", "m.deepem"), ("pictures", "1"));
        project.RunJob();

        Assert.That(project.Status(), Is.EqualTo(2), File.ReadAllText(project[Job + "run.err"]));
        Assert.That(project.Nodes(), Does.ContainKey(Job + "autopick.star").WithValue(2));
        Assert.That(project.Nodes(), Does.ContainKey(Job + "logfile.pdf").WithValue(13));
        Assert.That(File.ReadAllText(project[Job + "run.err"]), Does.Match("^(warning: .*\n)*$"));
        int picks = _three.Sum(name => Picks(project, name));
        Assert.That(picks, Is.GreaterThan(5));
        Assert.That(Picks(project, "grid2/empty.mrc"), Is.Zero);

        (int code, string said) = project.Run(
            "relion_preprocess", "--i", RelionProject.List, "--coord_dir", Job, "--coord_suffix", "_autopick.star",
            "--part_star", "Extract/particles.star", "--part_dir", "Extract/", "--extract", "--extract_size", "64");
        Assert.That(code, Is.Zero, said);
        var extracted = ParticleTable.Read(project["Extract/particles.star"]);
        Assert.That(extracted.RowCount, Is.EqualTo(picks));
        Assert.That(extracted.Particles.HasColumn("_rlnOriginXAngst"), Is.True, "extraction carries origins through");

        project.Copy("MotionCorr/job002/grid1/mic.mrc", "MotionCorr/job002/grid1/new.mrc");
        string before = File.ReadAllText(project[Job + "grid1/mic_autopick.star"]);
        project.Name([.. _three, "grid1/new.mrc"]);
        project.RunJob();

        Assert.That(project.Status(), Is.EqualTo(2));
        Assert.That(
            File.ReadAllText(project[Job + "run.out"]), Does.Contain("Skipped 3 micrographs that an earlier run"));
        Assert.That(File.ReadAllText(project[Job + "grid1/mic_autopick.star"]), Is.EqualTo(before));
        Assert.That(
            StarReader.Read(project[Job + "autopick.star"]).Tables[0].RowCount, Is.EqualTo(_three.Length + 1));
    }

    [Test]
    public void A_job_that_RELION_asks_to_stop_is_aborted_within_3_seconds_and_goes_on_when_continued()
    {
        const int Micrographs = 60;
        using RelionProject project = RelionProject.Create();
        string[] names = [.. Enumerable.Range(0, Micrographs).Select(i => $"grid1/m{i:D2}.mrc")];
        foreach (string name in names)
        {
            project.Copy("MotionCorr/job002/grid1/mic.mrc", "MotionCorr/job002/" + name);
        }

        project.Name(names);
        project.AddPicking(("model", "m.deepem"), ("pictures", "0"), ("turns", "8"));
        using (Process pipeliner = project.Start())
        {
            Assert.That(
                SpinWait.SpinUntil(
                    () => File.Exists(project[Job + "grid1/m00_autopick.star"]) || pipeliner.HasExited, 60_000),
                Is.True,
                "the picking has begun");
            long asked = Stopwatch.GetTimestamp();
            File.WriteAllBytes(project[Job + "RELION_JOB_ABORT_NOW"], []);
            Assert.That(
                SpinWait.SpinUntil(() => File.Exists(project[Job + "RELION_JOB_EXIT_ABORTED"]), 60_000),
                Is.True,
                "the job has ended");
            Assert.That(Stopwatch.GetElapsedTime(asked), Is.LessThan(TimeSpan.FromSeconds(3)));
            RelionProject.Wait(pipeliner);
        }

        Assert.That(project.Status(), Is.EqualTo(4));
        Assert.That(File.Exists(project[Job + "RELION_JOB_ABORT_NOW"]), Is.False);
        int finished = StarReader.Read(project[Job + "autopick.star"]).Tables[0].RowCount;
        Assert.That(finished, Is.InRange(1, Micrographs - 1));
    }

    [Test]
    public void A_job_with_a_wrong_parameter_has_failed_and_says_why()
    {
        using RelionProject project = RelionProject.Create();
        project.Name(_three);
        project.AddPicking(("diametre", "125"));
        project.RunJob();

        Assert.That(project.Status(), Is.EqualTo(3));
        Assert.That(
            File.ReadAllText(project[Job + "run.err"]), Does.StartWith("deepem pick: unknown option '--diametre'"));
        Assert.That(File.Exists(project[Job + "RELION_JOB_EXIT_FAILURE"]), Is.True);
    }

    private static int Picks(RelionProject project, string name) =>
        CoordinateFileReader.Read(
            project[$"{Job}{Path.ChangeExtension(name, null)}_autopick.star"], [], keepsTables: true)
            .Micrographs.Sum(picks => picks.Particles.Count);
}
