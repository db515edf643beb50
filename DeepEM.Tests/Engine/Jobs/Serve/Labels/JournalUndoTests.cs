using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Serve.Labels;

/// <summary>Taking edits of labels back, and doing them again.</summary>
public sealed class JournalUndoTests
{
    private const int Steps = 60;

    [Test]
    public void Taking_back_all_goes_through_every_state_to_the_start_and_doing_again_to_the_end(
        [Range(1, 5)] int seed, [Values] bool reopens)
    {
        using ScratchFolder folder = new();
        var journal = EditJournal.Open(folder["journal"]);
        JournalScript script = new(seed);
        List<string> states = [string.Empty];
        for (int step = 0; step < Steps; step++)
        {
            if (journal.Add("a", script.Next()) is not null)
            {
                states.Add(JournalScript.TextOf(journal.Book));
            }
        }

        for (int at = states.Count - 2; at >= 0; at--)
        {
            journal = Reopened(journal, folder, reopens);
            Assert.That(journal.Undo("a", micrograph: null), Is.Not.Null, $"state {at}");
            Assert.That(JournalScript.TextOf(journal.Book), Is.EqualTo(states[at]), $"state {at}");
        }

        Assert.That(journal.Undo("a", micrograph: null), Is.Null);
        for (int at = 1; at < states.Count; at++)
        {
            journal = Reopened(journal, folder, reopens);
            Assert.That(journal.Redo("a", micrograph: null), Is.Not.Null, $"state {at}");
            Assert.That(JournalScript.TextOf(journal.Book), Is.EqualTo(states[at]), $"state {at}");
        }

        Assert.That(journal.Redo("a", micrograph: null), Is.Null);
    }

    [Test]
    public void A_mark_that_is_dropped_where_it_was_is_no_step_to_take_back()
    {
        using ScratchFolder folder = new();
        var journal = EditJournal.Open(folder["journal"]);
        Label mark = new("m", 10, 20, LabelKind.Particle);
        journal.Add("a", [new LabelEdit("1", LabelOperation.Add, "mic", mark)]);

        Assert.That(journal.Add("a", [new LabelEdit("2", LabelOperation.Move, "mic", mark)]), Is.Null);
        Assert.That(journal.Add("a", [new LabelEdit("3", LabelOperation.Kind, "mic", mark)]), Is.Null);
        journal.Undo("a", micrograph: null);
        Assert.That(journal.Book.Of("mic"), Is.Empty);
    }

    [Test]
    public void Of_one_micrograph_only_its_own_edits_are_taken_back()
    {
        using ScratchFolder folder = new();
        var journal = EditJournal.Open(folder["journal"]);
        foreach (string micrograph in (string[])["left", "right"])
        {
            journal.Add("a", [new LabelEdit(
                micrograph, LabelOperation.Add, micrograph, new Label(micrograph, 1, 2, LabelKind.Negative))]);
        }

        journal.Undo("a", "left");
        Assert.That(journal.Book.Of("left"), Is.Empty);
        Assert.That(journal.Book.Of("right"), Has.Count.EqualTo(1));
        Assert.That(journal.Undo("a", "left"), Is.Null);
        journal.Redo("a", "left");
        Assert.That(journal.Book.Of("left"), Has.Count.EqualTo(1));
    }

    [Test]
    public void After_a_new_edit_nothing_is_done_again()
    {
        using ScratchFolder folder = new();
        var journal = EditJournal.Open(folder["journal"]);
        LabelEdit first = new("1", LabelOperation.Add, "mic", new Label("m", 1, 2, LabelKind.Particle));
        journal.Add("a", [first]);
        journal.Undo("a", micrograph: null);
        journal.Add("b", [first with { Id = "2", Label = new Label("n", 3, 4, LabelKind.Particle) }]);
        Assert.That(journal.Redo("a", micrograph: null), Is.Null);
        Assert.That(journal.Book.Of("mic").Single().Id, Is.EqualTo("n"));
    }

    private static EditJournal Reopened(EditJournal journal, ScratchFolder folder, bool reopens) =>
        reopens ? EditJournal.Open(folder["journal"]) : journal;
}
