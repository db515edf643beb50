using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>Every edit of labels there was, in a file that only grows; what it says is on the disk when it returns.
/// </summary>
/// <remarks>
/// Undo is an edit of its own, so that it outlives reloads, restarts and kills, and the last word of the file is always
/// the state. A last line that was torn was answered to nobody, and is left out.
/// </remarks>
internal sealed class EditJournal
{
    private readonly AppendedLines _file;
    private readonly List<(LabelStep Step, IReadOnlyList<LabelEdit> Inverse)> _steps = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<long> _undone = [];

    private EditJournal(string path) => _file = new AppendedLines(path, isDurable: true);

    /// <summary>The labels after all steps.</summary>
    public LabelBook Book { get; } = new();

    /// <summary>Number of the last step; 0 where there was none.</summary>
    public long Last => _steps.Count == 0 ? 0 : _steps[^1].Step.Number;

    /// <summary>Opens a journal and does again what it says.</summary>
    /// <param name="path">The file, in a folder that exists; made with the first edit.</param>
    /// <exception cref="InvalidFileException">It is not a journal, or cannot be read.</exception>
    public static EditJournal Open(string path)
    {
        EditJournal journal = new(path);
        if (File.Exists(path))
        {
            foreach (string line in Encoding.UTF8.GetString(InputFile.ReadAll(path)).Split('\n'))
            {
                if (line.Length > 0 && LabelStepLine.Read(path, line) is { } step)
                {
                    journal.Do(step);
                }
            }
        }

        return journal;
    }

    /// <summary>Does edits, and keeps those that change something.</summary>
    /// <param name="client">The page they come from.</param>
    /// <param name="edits">The edits; one that was done before is left out.</param>
    /// <returns>The step; null where nothing changed.</returns>
    /// <exception cref="IOException">It could not be kept; then nothing is changed.</exception>
    public LabelStep? Add(string client, IReadOnlyList<LabelEdit> edits)
    {
        LabelEdit[] fresh = [.. edits.Where(edit => !_ids.Contains(edit.Id)).DistinctBy(edit => edit.Id)];
        return fresh.Length == 0 ? null : Keep(new LabelStep(Last + 1, client, fresh));
    }

    /// <summary>Takes the last step back that was not taken back yet.</summary>
    /// <param name="client">The page that asks.</param>
    /// <param name="micrograph">Only steps of this one; null for all.</param>
    /// <returns>The step that did it; null where there is none.</returns>
    public LabelStep? Undo(string client, string? micrograph)
    {
        for (int i = _steps.Count - 1; i >= 0; i--)
        {
            (LabelStep step, IReadOnlyList<LabelEdit> inverse) = _steps[i];
            // A step whose edits are all gone by now has nothing to take back: the one before it has.
            if (step.Undone == 0 && !_undone.Contains(Origin(step)) && Concerns(step, micrograph)
                && Keep(new LabelStep(Last + 1, client, Named(inverse), Undone: Origin(step))) is { } back)
            {
                return back;
            }
        }

        return null;
    }

    /// <summary>Does again what was taken back last, unless something else was done since.</summary>
    /// <param name="client">The page that asks.</param>
    /// <param name="micrograph">Only steps of this one; null for all.</param>
    /// <returns>The step that did it; null where there is none.</returns>
    public LabelStep? Redo(string client, string? micrograph)
    {
        for (int i = _steps.Count - 1; i >= 0; i--)
        {
            (LabelStep step, IReadOnlyList<LabelEdit> inverse) = _steps[i];
            if (!Concerns(step, micrograph))
            {
                continue;
            }

            if (step.Undone == 0 && step.Redone == 0)
            {
                return null;
            }

            if (step.Undone > 0 && _undone.Contains(step.Undone)
                && Keep(new LabelStep(Last + 1, client, Named(inverse), Redone: step.Undone)) is { } again)
            {
                return again;
            }
        }

        return null;
    }

    // A step done again is taken back under the number of the first time.
    private static long Origin(LabelStep step) => step.Redone > 0 ? step.Redone : step.Number;

    private static bool Concerns(LabelStep step, string? micrograph) =>
        micrograph is null || step.Edits.Any(edit => edit.Micrograph == micrograph);

    private IReadOnlyList<LabelEdit> Named(IReadOnlyList<LabelEdit> edits) =>
        [.. edits.Select((edit, i) => edit with { Id = FormattableString.Invariant($"{Last + 1}.{i}") })];

    private LabelStep? Keep(LabelStep step)
    {
        if (!step.Edits.Any(Changes))
        {
            foreach (LabelEdit edit in step.Edits)
            {
                _ids.Add(edit.Id);
            }

            return null;
        }

        _file.Add(LabelStepLine.Write(step));
        Do(step);
        return step;
    }

    // A mark that is dropped where it was is no step: taking it back would change nothing.
    private bool Changes(LabelEdit edit)
    {
        Label[] known = [.. Book.Of(edit.Micrograph).Where(label => label.Id == edit.Label.Id)];
        return edit.Operation switch
        {
            LabelOperation.Add => known.Length == 0,
            LabelOperation.Move => known.Any(label => (label.X, label.Y) != (edit.Label.X, edit.Label.Y)),
            LabelOperation.Kind => known.Any(label => label.Kind != edit.Label.Kind),
            _ => known.Length > 0,
        };
    }

    private void Do(LabelStep step)
    {
        List<LabelEdit> inverse = [];
        foreach (LabelEdit edit in step.Edits)
        {
            _ids.Add(edit.Id);
            if (Book.Apply(edit) is { } back)
            {
                inverse.Insert(0, back);
            }
        }

        _steps.Add((step, inverse));
        if (step.Undone > 0)
        {
            _undone.Add(step.Undone);
        }

        if (step.Redone > 0)
        {
            _undone.Remove(step.Redone);
        }
    }
}
