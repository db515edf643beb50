using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Serve.Labels;

/// <summary>Labels of a project as the STAR files that every command reads.</summary>
public sealed class SavedLabelTests
{
    private const string Micrograph = "mic_000";

    private static readonly LabelEdit[] _edits =
    [
        Add("a", 10.25, 20, LabelKind.Particle),
        Add("b", 30, 40.125, LabelKind.Particle),
        Add("c", 50, 60, LabelKind.Negative),
    ];

    [Test]
    public void Each_kind_is_a_file_as_picking_writes_it()
    {
        using ScratchFolder folder = new();
        using (ProjectLabels labels = Open(folder))
        {
            labels.Edit("page", _edits);
        }

        PickStarWriter.Write(folder["particles.star"], [new Particle(10.25, 20, 1), new Particle(30, 40.125, 1)]);
        PickStarWriter.Write(folder["negatives.star"], [new Particle(50, 60, 1)]);
        Assert.That(File.ReadAllBytes(folder[$"labels/{Micrograph}.star"]),
            Is.EqualTo(File.ReadAllBytes(folder["particles.star"])));
        Assert.That(File.ReadAllBytes(folder[$"rejected/{Micrograph}.star"]),
            Is.EqualTo(File.ReadAllBytes(folder["negatives.star"])));
    }

    [Test]
    public void What_was_answered_before_a_kill_is_written_at_the_next_start()
    {
        using ScratchFolder folder = new();
        // The journal is all that a killed program is sure to leave.
        EditJournal.Open(new ProjectFolders(folder.Path).Journal).Add("page", _edits);
        using ProjectLabels labels = Open(folder);
        Assert.That(PickReader.Read(folder["labels"]).ParticleCount, Is.EqualTo(2));
        Assert.That(PickReader.Read(folder["rejected"]).ParticleCount, Is.EqualTo(1));
    }

    [Test]
    public void What_another_program_changed_is_taken_over_and_can_be_taken_back()
    {
        using ScratchFolder folder = new();
        using (ProjectLabels labels = Open(folder))
        {
            labels.Edit("page", _edits);
        }

        PickStarWriter.Write(
            folder[$"labels/{Micrograph}.star"], [new Particle(10.25, 20, 1), new Particle(70, 80, 1)]);
        List<ServedEvent> told = [];
        using ProjectLabels changed = Open(folder, told);
        Assert.That(PlacesOf(changed), Is.EquivalentTo(new[] { (10.25, 20.0), (50.0, 60.0), (70.0, 80.0) }));
        Assert.That(told.OfType<ServedEvent.Told>().Count(), Is.EqualTo(1));

        changed.Undo("page", micrograph: null, isRedo: false);
        Assert.That(PlacesOf(changed), Is.EquivalentTo(new[] { (10.25, 20.0), (30.0, 40.125), (50.0, 60.0) }));
    }

    [Test]
    public void Records_of_files_that_were_lost_change_no_label()
    {
        using ScratchFolder folder = new();
        using (ProjectLabels labels = Open(folder))
        {
            labels.Edit("page", _edits);
        }

        File.Delete(folder["labels.json"]);
        List<ServedEvent> told = [];
        using ProjectLabels again = Open(folder, told);
        Assert.That(again.Last, Is.EqualTo(1));
        Assert.That(told.OfType<ServedEvent.Told>(), Is.Empty);
    }

    [Test]
    public void A_file_without_labels_is_taken_away()
    {
        using ScratchFolder folder = new();
        using (ProjectLabels labels = Open(folder))
        {
            labels.Edit("page", _edits);
            labels.Save();
            labels.Undo("page", Micrograph, isRedo: false);
        }

        Assert.That(File.Exists(folder[$"labels/{Micrograph}.star"]), Is.False);
        using ProjectLabels again = Open(folder);
        Assert.That(PlacesOf(again), Is.Empty);
    }

    private static ProjectLabels Open(ScratchFolder folder, List<ServedEvent>? told = null) => new(
        new ProjectFolders(folder.Path), isReadOnly: false, TimeProvider.System, happened => told?.Add(happened));

    private static (double X, double Y)[] PlacesOf(ProjectLabels labels) =>
        [.. labels.Of(Micrograph).Labels.Select(label => (label.X, label.Y))];

    private static LabelEdit Add(string id, double x, double y, LabelKind kind) =>
        new(id, LabelOperation.Add, Micrograph, new Label(id, x, y, kind));
}
