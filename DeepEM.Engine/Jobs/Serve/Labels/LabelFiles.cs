using System.Text;
using System.Text.Json;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>Labels as STAR files of picks, one a micrograph and kind, as every command reads them.</summary>
/// <remarks>
/// The journal is what counts; these files follow it. <c>labels.json</c> keeps a digest of what each file held and of
/// what it is to hold next, written before the file itself: a file with neither was changed by another program, and
/// what it says is taken over.
/// </remarks>
internal sealed class LabelFiles
{
    private const string DigestFile = "labels.json";

    private readonly string _folder;
    private readonly Dictionary<string, string[]> _digests = new(StringComparer.Ordinal);

    /// <summary>Opens the files of a project.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <exception cref="InvalidFileException">The digests cannot be read.</exception>
    public LabelFiles(string folder)
    {
        _folder = folder;
        string path = Path.Combine(folder, DigestFile);
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(InputFile.ReadAll(path));
            foreach (JsonProperty file in document.RootElement.EnumerateObject())
            {
                _digests[file.Name] = [.. file.Value.EnumerateArray().Select(digest => digest.GetString()!)];
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidFileException(path, "is not the record of a project's labels; move it away to begin anew");
        }
    }

    /// <summary>Folder of the particles.</summary>
    public string Particles => Path.Combine(_folder, ProjectFolders.LabelFolder);

    /// <summary>Folder of the places without a particle.</summary>
    public string Negatives => Path.Combine(_folder, ProjectFolders.RejectedFolder);

    /// <summary>The file of the labels of a micrograph.</summary>
    /// <param name="micrograph">Name of its outputs.</param>
    /// <param name="kind">Which labels.</param>
    public string PathOf(string micrograph, LabelKind kind) => Path.Combine(_folder, NameOf(micrograph, kind));

    /// <summary>What another program has made of a file.</summary>
    /// <param name="micrograph">Name of the micrograph's outputs.</param>
    /// <param name="kind">Which labels.</param>
    /// <returns>The places it has; null where it is as it was left, or is not there.</returns>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public IReadOnlyList<Particle>? Changed(string micrograph, LabelKind kind)
    {
        string name = NameOf(micrograph, kind);
        string path = Path.Combine(_folder, name);
        if (!File.Exists(path)
            || (_digests.TryGetValue(name, out string[]? known) && known.Contains(Digest(InputFile.ReadAll(path)))))
        {
            return null;
        }

        return CoordinateFileReader.Read(path, []).ForMicrograph(micrograph).Particles;
    }

    /// <summary>Micrographs that have a file, of any kind, known or not.</summary>
    public IReadOnlyList<string> Micrographs() =>
    [
        .. new[] { Particles, Negatives }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.star", SearchOption.AllDirectories)
                .Select(path => Path.ChangeExtension(Path.GetRelativePath(folder, path), null)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes the labels of a micrograph; without any, the file is removed.</summary>
    /// <param name="micrograph">Name of its outputs.</param>
    /// <param name="labels">Its labels of all kinds.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void Write(string micrograph, IReadOnlyList<Label> labels)
    {
        foreach (LabelKind kind in Enum.GetValues<LabelKind>())
        {
            string name = NameOf(micrograph, kind);
            string path = Path.Combine(_folder, name);
            Particle[] places =
            [
                .. labels.Where(label => label.Kind == kind).Select(label => new Particle(label.X, label.Y, 1)),
            ];
            if (places.Length == 0)
            {
                if (File.Exists(path))
                {
                    AtomicFile.Delete(path);
                }

                continue;
            }

            byte[] content = Bytes(places);
            string digest = Digest(content);
            string before = File.Exists(path) ? Digest(InputFile.ReadAll(path)) : digest;
            if (before == digest && File.Exists(path) && _digests.ContainsKey(name))
            {
                continue;
            }

            _digests[name] = [before, digest];
            WriteDigests();
            OutputFolder.Make(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream => stream.Write(content));
        }
    }

    private static byte[] Bytes(IEnumerable<Particle> places)
    {
        using StringWriter text = new(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
        PickStarWriter.Write(text, places);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Digest(byte[] content) => System.Convert.ToHexStringLower(Sha256Digest.Of(content));

    private static string NameOf(string micrograph, LabelKind kind) =>
        (kind == LabelKind.Particle ? ProjectFolders.LabelFolder : ProjectFolders.RejectedFolder)
        + $"/{micrograph}.star";

    private void WriteDigests() => AtomicFile.Write(Path.Combine(_folder, DigestFile), stream =>
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        foreach ((string name, string[] digests) in _digests.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(name);
            foreach (string digest in digests)
            {
                json.WriteStringValue(digest);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });
}
