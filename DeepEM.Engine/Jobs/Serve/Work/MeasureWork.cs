using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Viewing;

namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>Looks at the files of micrographs: extents and pixel sizes of all, then a small picture of each.</summary>
/// <param name="catalogue">The micrographs.</param>
/// <param name="planes">Reads micrographs.</param>
/// <param name="thumbnails">Receives the small pictures; null where none are made.</param>
/// <param name="wanted">Takes the number of a picture that somebody waits for; false where nobody does.</param>
/// <param name="tell">Told of each.</param>
internal sealed class MeasureWork(
    MicrographCatalogue catalogue,
    PlaneCache planes,
    ThumbnailFile? thumbnails,
    MeasureWork.Wanted wanted,
    Action<ServedEvent> tell)
{
    /// <summary>Takes the number of a picture that somebody waits for.</summary>
    /// <param name="index">The number.</param>
    /// <returns>Whether somebody does.</returns>
    internal delegate bool Wanted(out int index);

    /// <summary>Looks.</summary>
    /// <param name="handle">Told how far it is.</param>
    /// <param name="indices">Which micrographs.</param>
    /// <returns>What was found, a line.</returns>
    public string Run(WorkHandle handle, IReadOnlyList<int> indices)
    {
        int failed = 0;
        foreach ((int done, int index) in indices.Index())
        {
            handle.Cancellation.ThrowIfCancellationRequested();
            failed += Look(index) ? 0 : 1;
            handle.Report(new StageProgress("Looking at micrographs", done + 1, indices.Count));
        }

        Queue<int> left = new(thumbnails is null ? [] : indices);
        int made = 0;
        while (left.Count > 0)
        {
            handle.Cancellation.ThrowIfCancellationRequested();
            if (!wanted(out int next))
            {
                next = left.Dequeue();
                made++;
            }

            Draw(next, handle.Cancellation);
            handle.Report(new StageProgress("Small pictures", made, indices.Count));
        }

        return FormattableString.Invariant($"{indices.Count - failed} of {indices.Count} micrographs can be read");
    }

    private bool Look(int index)
    {
        ServedMicrograph one = catalogue[index];
        try
        {
            MicrographHeader header = MicrographReader.ReadHeader(one.Source.Path);
            catalogue.Change(index, known => known with
            {
                Width = header.Width,
                Height = header.Height,
                PixelSize = known.Source.PixelSizeOf(null, header),
                State = known.State == ServedState.New ? ServedState.Seen : known.State,
            });
            return true;
        }
        catch (InvalidFileException exception)
        {
            catalogue.Change(index, known => known with { State = ServedState.Failed, Reason = exception.Text });
            return false;
        }
        finally
        {
            tell(new ServedEvent.Micrograph(index));
        }
    }

    private void Draw(int index, CancellationToken cancellation)
    {
        ServedMicrograph one = catalogue[index];
        if (one.State == ServedState.Failed || thumbnails!.Read(index, 1).Missing.Count == 0)
        {
            return;
        }

        try
        {
            thumbnails.Put(index, ThumbnailFile.ThumbnailOf(planes.Plane(one.Source.Path, cancellation)));
            tell(new ServedEvent.Pictured(index, 1));
        }
        catch (InvalidFileException exception)
        {
            catalogue.Change(index, known => known with { State = ServedState.Failed, Reason = exception.Text });
            tell(new ServedEvent.Micrograph(index));
        }
    }
}
