using System.Globalization;
using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Viewing;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>Pictures to be sorted: picks in doubt, places that may have been missed, averages of classes. Safe for
/// several threads.</summary>
public sealed class ProjectGallery
{
    /// <summary>Side of a picture, pixels.</summary>
    public const int Side = 64;

    private const int MostOfMicrograph = 20;
    private const int MostInAll = 50_000;

    // A particle with as much of its surroundings.
    private const double BoxDiameters = 1.5;

    private readonly Lock _lock = new();
    private readonly ServedProject _project;
    private readonly Dictionary<string, GalleryPicture> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GalleryMark> _marks = new(StringComparer.Ordinal);
    private (int Number, VerificationFolder Folder)? _classes;

    internal ProjectGallery(ServedProject project) => _project = project;

    /// <summary>A gallery, the most interesting first.</summary>
    /// <param name="kind">Which.</param>
    /// <exception cref="InvalidFileException">Picks or classes cannot be read.</exception>
    public IReadOnlyList<GalleryPicture> Of(GalleryKind kind)
    {
        GalleryPicture[] all = kind == GalleryKind.Classes ? Classes() : Places(kind);
        lock (_lock)
        {
            foreach (GalleryPicture one in all)
            {
                _shown[one.Id] = one;
            }
        }

        return all;
    }

    /// <summary>What a person said of a picture; nothing where nobody did.</summary>
    /// <param name="id">The picture.</param>
    public GalleryMark? MarkOf(string id)
    {
        lock (_lock)
        {
            return _marks.TryGetValue(id, out GalleryMark mark) ? mark : null;
        }
    }

    /// <summary>Pictures, side by side in one piece.</summary>
    /// <param name="ids">Which; unknown ones are grey.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns><see cref="Side"/>² bytes for each.</returns>
    public byte[] Crops(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ids);
        byte[] bytes = new byte[ids.Count * Side * Side];
        bytes.AsSpan().Fill(128);
        foreach ((int at, string id) in ids.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Find(id) is { } picture && Draw(picture, cancellation) is { } crop)
            {
                crop.CopyTo(bytes.AsSpan(at * Side * Side));
            }
        }

        return bytes;
    }

    /// <summary>Takes what a person says of pictures: picks become labels, classes are kept as good.txt.</summary>
    /// <param name="kind">Which gallery.</param>
    /// <param name="said">What is said of each; null takes it back.</param>
    /// <returns>Number of the last edit of labels.</returns>
    /// <exception cref="IOException">It could not be kept.</exception>
    public long Judge(GalleryKind kind, IReadOnlyList<(string Id, GalleryMark? Mark)> said)
    {
        ArgumentNullException.ThrowIfNull(said);
        if (kind == GalleryKind.Classes)
        {
            JudgeClasses(said);
            return _project.LastEdit;
        }

        List<LabelEdit> edits = [];
        foreach ((string id, GalleryMark? mark) in said)
        {
            if (Find(id) is { Index: { } index, Place: { } place })
            {
                edits.AddRange(EditsOf(id, index, place, mark));
                Set(id, mark);
            }
        }

        return edits.Count == 0 ? _project.LastEdit : _project.Edit("gallery", edits);
    }

    private IEnumerable<LabelEdit> EditsOf(string id, int index, Particle place, GalleryMark? mark)
    {
        string output = _project.Micrograph(index).Output;
        if (_project.LabelsOf(index).Labels.Any(label => label.Id == id))
        {
            yield return new LabelEdit(
                Guid.NewGuid().ToString("N"), LabelOperation.Remove, output, new Label(id, place.X, place.Y, default));
        }

        if (mark is GalleryMark.Good or GalleryMark.Bad)
        {
            yield return new LabelEdit(
                Guid.NewGuid().ToString("N"),
                LabelOperation.Add,
                output,
                new Label(
                    id, place.X, place.Y, mark == GalleryMark.Good ? LabelKind.Particle : LabelKind.Negative));
        }
    }

    private void JudgeClasses(IReadOnlyList<(string Id, GalleryMark? Mark)> said)
    {
        VerificationFolder? folder = Verification();
        if (folder is null)
        {
            return;
        }

        foreach ((string id, GalleryMark? mark) in said)
        {
            Set(id, mark);
        }

        IReadOnlySet<int> proposed = GoodClasses.Of(folder.Result.Classes);
        int[] good =
        [
            .. folder.Result.Classes.Select(one => one.Number)
                .Where(number => MarkOf(IdOf(number)) is { } mark
                    ? mark == GalleryMark.Good
                    : proposed.Contains(number)),
        ];
        AtomicFile.WriteText(_project.Folders.GoodClasses(_project.State.Classes), writer =>
        {
            foreach (int number in good)
            {
                writer.Write(number);
                writer.Write('\n');
            }
        });
    }

    private void Set(string id, GalleryMark? mark)
    {
        lock (_lock)
        {
            if (mark is { } said)
            {
                _marks[id] = said;
            }
            else
            {
                _marks.Remove(id);
            }
        }
    }

    private GalleryPicture? Find(string id)
    {
        lock (_lock)
        {
            return _shown.GetValueOrDefault(id);
        }
    }

    // Of each micrograph the nearest to the threshold on one side of it, then all by how near they are.
    private GalleryPicture[] Places(GalleryKind kind)
    {
        double threshold = _project.Threshold;
        List<GalleryPicture> all = [];
        for (int index = 0; index < _project.Count && all.Count < MostInAll; index++)
        {
            if (_project.Jobs.Found(index) is not { } found)
            {
                continue;
            }

            string output = _project.Micrograph(index).Output;
            all.AddRange(found.Places
                .Where(place => kind == GalleryKind.Doubtful == place.FigureOfMerit >= threshold)
                .OrderBy(place => Math.Abs(place.FigureOfMerit - threshold))
                .Take(MostOfMicrograph)
                .Select(place => new GalleryPicture(IdOf(output, place))
                {
                    Index = index,
                    Place = place,
                }));
        }

        return [.. all.OrderBy(one => Math.Abs(one.Place!.Value.FigureOfMerit - threshold))];
    }

    private GalleryPicture[] Classes() => Verification() is not { } folder ? [] :
    [
        .. folder.Result.Classes.OrderByDescending(one => one.Count).Select(one => new GalleryPicture(IdOf(one.Number))
        {
            Class = one,
        }),
    ];

    private VerificationFolder? Verification()
    {
        int number = _project.State.Classes;
        if (number == 0)
        {
            return null;
        }

        lock (_lock)
        {
            if (_classes is not { } known || known.Number != number)
            {
                var folder = VerificationFolder.Read(_project.Folders.Classes(number));
                known = (number, folder);
                _classes = known;
                IReadOnlySet<int> proposed = GoodClasses.Of(folder.Result.Classes);
                string path = _project.Folders.GoodClasses(number);
                IReadOnlySet<int> good = File.Exists(path) && InputFile.ReadAll(path).Length > 0
                    ? ClassList.Read(path, folder.Result.Classes.Count)
                    : proposed;
                foreach (VerifiedClass one in folder.Result.Classes)
                {
                    _marks[IdOf(one.Number)] = good.Contains(one.Number) ? GalleryMark.Good : GalleryMark.Bad;
                }
            }

            return known.Folder;
        }
    }

    private byte[]? Draw(GalleryPicture picture, CancellationToken cancellation)
    {
        if (picture.Class is { } one)
        {
            return ParticleCrop.OfAverage(one.Average, (int)Math.Sqrt(one.Average.Length), Side);
        }

        ServedMicrograph micrograph = _project.Micrograph(picture.Index!.Value);
        double pixelSize = _project.State.PixelSize ?? micrograph.PixelSize ?? 0;
        PickingModel model = _project.Model;
        if (pixelSize <= 0)
        {
            return null;
        }

        DisplayPlane plane = _project.Planes.Plane(micrograph.Source.Path, cancellation);
        Particle place = picture.Place!.Value;
        return ParticleCrop.Cut(
            plane,
            place.X,
            place.Y,
            BoxDiameters * (_project.State.Diameter ?? model.DiameterAngstrom) / pixelSize,
            Side);
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"class-{number}");

    // The same place has the same name as long as the same model is asked.
    private static string IdOf(string output, Particle place)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{output} {place.X:R} {place.Y:R}");
        return "p" + System.Convert.ToHexStringLower(Sha256Digest.Of(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
