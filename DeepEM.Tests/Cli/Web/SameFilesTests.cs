using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Cli.Web;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

/// <summary>What a page's project makes of 30 clicks, and what the commands make that the page shows.</summary>
[NonParallelizable]
public sealed class SameFilesTests
{
    private const int LabelsEach = 15;
    private const double LeastF1 = 0.9;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Labels_of_a_page_give_the_model_the_picks_and_the_export_of_the_commands()
    {
        string[] inputs = [SmallData.Shared.TrainingFolder, SmallData.Shared.UnseenFolder];
        using var project = ServedProject.Open(_folder["p"], inputs, isReadOnly: false, "cpu", threads: 2);
        project.Change(state => state with { Diameter = SmallData.DiameterAngstrom });
        Click(project);

        ServedJob training = Done(
            project,
            project.Jobs.Train(
                TrainingSource.Labels, number => ProjectCommands.Train(project, TrainingSource.Labels, number)));
        Run(ProjectCommands.Train(project, TrainingSource.Labels, 1), project.Folders.Model(1), _folder["m.deepem"]);
        ServedJob picking = Done(
            project, project.Jobs.Pick(number => ProjectCommands.Pick(project, threshold: null, number)));
        Run(ProjectCommands.Pick(project, threshold: null, 1), project.Folders.Picks(1), _folder["picks"]);
        ProjectExport.Run(
            project, [CoordinateFormat.Box], threshold: 0.5, _folder["box"], hasModel: false, JobContext.Silent);
        Run(ProjectCommands.Select(project, 0.5, "box", _folder["box"]), _folder["box"], _folder["box2"]);

        Assert.Multiple(() =>
        {
            Assert.That(training.Result, Is.Not.Null);
            Assert.That(training.Curve, Is.Not.Empty);
            Assert.That(picking.Message, Does.Contain(" picks on 5 of 5 micrographs"));
            Assert.That(Bytes(_folder["m.deepem"]), Is.EqualTo(Bytes(project.Folders.Model(1))));
            Assert.That(Files(_folder["picks"], "*_a*.star"), Is.EqualTo(Files(project.Folders.Picks(1), "*_a*.star")));
            Assert.That(Files(_folder["box2"], "*.box"), Is.EqualTo(Files(_folder["box"], "*.box")));
            Assert.That(Files(_folder["box"], "*.box"), Has.Count.EqualTo(5));
            Assert.That(UnseenF1(project), Is.GreaterThanOrEqualTo(LeastF1));
        });
    }

    private static void Click(ServedProject project)
    {
        PickSet truth = PickReader.Read(SmallData.TruthOf(SmallData.Shared.TrainingFolder));
        foreach (MicrographPicks one in truth.Micrographs.Take(2))
        {
            foreach ((int number, Particle place) in one.Particles.Take(LabelsEach).Index())
            {
                string name = $"{one.Stem}-{number}";
                project.Edit("page", [new LabelEdit(
                    name, LabelOperation.Add, one.Stem, new Label(name, place.X, place.Y, LabelKind.Particle))]);
            }
        }
    }

    private static ServedJob Done(ServedProject project, ServedJob begun)
    {
        project.Jobs.Wait();
        ServedJob job = project.Jobs.Find(begun.Id)!;
        Assert.That(job.State, Is.EqualTo(ServedJobState.Done), job.Error);
        return job;
    }

    // The command as the page shows it, but for where it writes to.
    private static void Run(IReadOnlyList<string> command, string shown, string folder)
    {
        string[] device = command[0] == "select" ? [] : ["--device", "cpu", "--threads", "2"];
        var run = CommandRun.Of([.. command.Select(word => word == shown ? folder : word), .. device]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
    }

    private double UnseenF1(ServedProject project)
    {
        string unseen = SmallData.Shared.UnseenFolder;
        var run = CommandRun.Of(
            "evaluate", "--truth", SmallData.TruthOf(unseen), "--picks", project.Folders.Picks(1),
            "--micrographs", unseen, "--diameter", "125", "--json", _folder["e.json"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        using var document = JsonDocument.Parse(File.ReadAllBytes(_folder["e.json"]));
        return document.RootElement.GetProperty("radii").EnumerateArray()
            .Single(one => one.GetProperty("radius_fraction").GetDouble() == 0.25)
            .GetProperty("f1").GetDouble();
    }

    private static byte[] Bytes(string path) => File.ReadAllBytes(path);

    private static SortedDictionary<string, string> Files(string folder, string pattern) => new(
        Directory.GetFiles(folder, pattern)
            .Where(path => Path.GetFileName(path) != "autopick.star")
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText),
        StringComparer.Ordinal);
}
