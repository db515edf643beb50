namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>The labels of all micrographs, in the order in which they were set. Not for several threads at once.
/// </summary>
internal sealed class LabelBook
{
    private readonly Dictionary<string, List<Label>> _pages = new(StringComparer.Ordinal);

    /// <summary>Micrographs that have, or had, labels.</summary>
    public IEnumerable<string> Micrographs => _pages.Keys;

    /// <summary>The labels of a micrograph.</summary>
    /// <param name="micrograph">Name of its outputs.</param>
    public IReadOnlyList<Label> Of(string micrograph) =>
        _pages.TryGetValue(micrograph, out List<Label>? page) ? page : [];

    /// <summary>How many labels of a kind a micrograph has.</summary>
    /// <param name="micrograph">Name of its outputs.</param>
    /// <param name="kind">The kind.</param>
    public int Count(string micrograph, LabelKind kind) => Of(micrograph).Count(label => label.Kind == kind);

    /// <summary>Does an edit.</summary>
    /// <param name="edit">The edit; of a label that is gone, or set already, it changes nothing, which is no error: two
    /// pages may have done the same.</param>
    /// <returns>The edit that takes it back; null where nothing changed.</returns>
    public LabelEdit? Apply(LabelEdit edit)
    {
        List<Label> page = Page(edit.Micrograph);
        int at = page.FindIndex(label => label.Id == edit.Label.Id);
        switch (edit.Operation)
        {
            case LabelOperation.Add when at < 0:
                page.Add(edit.Label);
                return edit with { Operation = LabelOperation.Remove };

            case LabelOperation.Move when at >= 0:
                return Replace(page, at, edit, page[at] with { X = edit.Label.X, Y = edit.Label.Y });

            case LabelOperation.Kind when at >= 0:
                return Replace(page, at, edit, page[at] with { Kind = edit.Label.Kind });

            case LabelOperation.Remove when at >= 0:
                Label gone = page[at];
                page.RemoveAt(at);
                return edit with { Operation = LabelOperation.Add, Label = gone };

            default:
                return null;
        }
    }

    private static LabelEdit? Replace(List<Label> page, int at, LabelEdit edit, Label next)
    {
        Label before = page[at];
        if (before == next)
        {
            return null;
        }

        page[at] = next;
        return edit with { Label = before };
    }

    private List<Label> Page(string micrograph)
    {
        if (!_pages.TryGetValue(micrograph, out List<Label>? page))
        {
            page = [];
            _pages.Add(micrograph, page);
        }

        return page;
    }
}
