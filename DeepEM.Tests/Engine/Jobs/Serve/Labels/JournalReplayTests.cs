using System.Text;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Serve.Labels;

/// <summary>What a journal says when it is opened again, wherever the program was killed.</summary>
public sealed class JournalReplayTests
{
    private const int Steps = 12;
    private const int AddedEvery = 17;

    [Test]
    public void A_journal_cut_at_any_byte_gives_the_labels_of_its_whole_lines()
    {
        using ScratchFolder folder = new();
        string path = folder["journal"];
        List<string> states = [string.Empty];
        var journal = EditJournal.Open(path);
        JournalScript script = new(seed: 3);
        while (states.Count <= Steps)
        {
            if (journal.Add("a", script.Next()) is not null)
            {
                states.Add(JournalScript.TextOf(journal.Book));
            }
        }

        byte[] whole = File.ReadAllBytes(path);
        string cut = folder["cut"];
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(cut, whole[..length]);
            // A line is whole with its last brace, whether its end was written or not.
            int lines = whole.Take(length + 1).Count(each => each == '\n');
            Assert.That(
                JournalScript.TextOf(EditJournal.Open(cut).Book), Is.EqualTo(states[lines]), $"cut at {length}");
        }
    }

    [Test]
    public void An_edit_after_a_cut_is_kept_and_those_before_it_too()
    {
        using ScratchFolder folder = new();
        var journal = EditJournal.Open(folder["journal"]);
        JournalScript script = new(seed: 4);
        for (int step = 0; step < Steps; step++)
        {
            journal.Add("a", script.Next());
        }

        byte[] whole = File.ReadAllBytes(folder["journal"]);
        LabelEdit added = new("new", LabelOperation.Add, "mic", new Label("mine", 1, 2, LabelKind.Particle));
        for (int length = 0; length <= whole.Length; length += AddedEvery)
        {
            string path = folder.Write("cut", whole[..length]);
            var cut = EditJournal.Open(path);
            cut.Add("b", [added]);
            Assert.That(
                JournalScript.TextOf(EditJournal.Open(path).Book),
                Is.EqualTo(JournalScript.TextOf(cut.Book)).And.Contains("mine"),
                $"cut at {length}");
        }
    }

    [Test]
    public void Every_edit_that_was_answered_is_in_the_file()
    {
        using ScratchFolder folder = new();
        var journal = EditJournal.Open(folder["journal"]);
        JournalScript script = new(seed: 5);
        for (int step = 0; step < Steps; step++)
        {
            journal.Add("a", script.Next());
            Assert.That(
                JournalScript.TextOf(EditJournal.Open(folder["journal"]).Book),
                Is.EqualTo(JournalScript.TextOf(journal.Book)));
        }
    }

    [Test]
    public void The_same_edit_twice_is_one_edit_after_a_restart_too()
    {
        using ScratchFolder folder = new();
        LabelEdit add = new("once", LabelOperation.Add, "mic", new Label("m", 1, 2, LabelKind.Particle));
        LabelEdit remove = new("gone", LabelOperation.Remove, "mic", add.Label);
        var journal = EditJournal.Open(folder["journal"]);
        journal.Add("a", [add]);
        journal.Add("a", [remove]);

        Assert.That(journal.Add("a", [add]), Is.Null);
        Assert.That(EditJournal.Open(folder["journal"]).Add("a", [add]), Is.Null);
    }

    [Test]
    public void Who_follows_the_steps_has_the_same_labels()
    {
        using ScratchFolder folder = new();
        var journal = EditJournal.Open(folder["journal"]);
        LabelBook follower = new();
        JournalScript[] pages = [new(seed: 6), new(seed: 7)];
        Random random = new(8);
        for (int step = 0; step < 200; step++)
        {
            int page = random.Next(pages.Length);
            LabelStep? done = random.Next(4) switch
            {
                0 => journal.Undo("a", micrograph: null),
                1 => journal.Redo("b", micrograph: null),
                // The names of the edits of two pages differ.
                _ => journal.Add(
                    $"{page}", [.. pages[page].Next().Select(edit => edit with { Id = $"{page}{edit.Id}" })]),
            };
            foreach (LabelEdit edit in done?.Edits ?? [])
            {
                follower.Apply(edit);
            }

            Assert.That(JournalScript.TextOf(follower), Is.EqualTo(JournalScript.TextOf(journal.Book)));
        }
    }

    [Test]
    public void A_whole_line_that_is_no_edit_is_refused_by_name()
    {
        using ScratchFolder folder = new();
        string path = folder.Write("journal", Encoding.UTF8.GetBytes("{\"seq\":1}\n"));
        Assert.That(() => EditJournal.Open(path), Throws.Exception.With.Message.Contains(path));
    }
}
