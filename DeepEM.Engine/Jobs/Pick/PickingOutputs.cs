using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Boxes;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Verification.Decoys;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Writes what a picking gave into one folder, each file atomically.</summary>
internal sealed class PickingOutputs
{
    /// <summary>All micrographs that are finished, for RELION.</summary>
    public const string ListFile = "autopick.star";

    /// <summary>What to expect of every threshold, over all micrographs.</summary>
    public const string ThresholdFile = "thresholds.csv";

    /// <summary>The pictures together.</summary>
    public const string OverviewFile = "overview.png";

    /// <summary>What each threshold gives, drawn.</summary>
    public const string ThresholdPictureFile = "thresholds.png";

    /// <summary>The run on a page.</summary>
    public const string ReportFile = "report.html";

    private const string AcceptedSuffix = "_autopick.star";
    private const string PictureFolder = "pictures";
    private const string PictureKeyFile = $"{PickingLedger.Folder}/pictures";

    // Of all file systems in use; only names this long are ever too long.
    private const int LongestName = 255;

    private readonly string _folder;

    /// <summary>Makes the folder when it is missing.</summary>
    public PickingOutputs(string folder)
    {
        _folder = folder;
        OutputFolder.Make(folder);
        foreach (string below in (string[])["", PictureFolder, MaskFolder.Name, PickingLedger.Folder])
        {
            StaleTemporaries.Remove(Path.Combine(folder, below));
        }
    }

    /// <summary>Clears away what killed programs left, once all micrographs are finished and nobody writes any more.
    /// </summary>
    /// <param name="names">The names of all outputs.</param>
    public void RemoveTemporaries(IEnumerable<string> names)
    {
        IEnumerable<string> folders = names.Select(name => Path.GetDirectoryName(name)!).Distinct();
        foreach (string folder in folders.SelectMany(folder => (string[])
            [folder, Path.Combine(PictureFolder, folder), Path.Combine(MaskFolder.Name, folder)]).Append(
            PickingLedger.Folder))
        {
            StaleTemporaries.Remove(Path.Combine(_folder, folder), TimeSpan.Zero);
        }
    }

    /// <summary>Whether the files of a micrograph are all there.</summary>
    /// <param name="name">The name of its outputs.</param>
    /// <param name="files">Which files it has.</param>
    public bool Exist(string name, PickingFiles files) =>
        IsThere(All(name))
        && IsThere(Accepted(name))
        && (!files.HasFlag(PickingFiles.Boxes) || IsThere(Boxes(name)))
        && (!files.HasFlag(PickingFiles.Mask) || IsThere(Mask(name)));

    /// <summary>Refuses a micrograph whose name is too long for its outputs, or cannot stand in a STAR file.</summary>
    /// <exception cref="InvalidFileException">The name is one of those.</exception>
    public void RequireUsable(MicrographSource source, string name)
    {
        int length = Encoding.UTF8.GetByteCount(Path.GetFileName(name));
        if (length > LongestName - AcceptedSuffix.Length)
        {
            throw new InvalidFileException(
                source.Path,
                $"its name has {length} bytes without the extension, expected at most "
                + $"{LongestName - AcceptedSuffix.Length} since NAME{AcceptedSuffix} must not be longer than "
                + $"{LongestName}");
        }

        if (!StarWriter.CanHold(source.Name) || !StarWriter.CanHold(AcceptedPath(name)))
        {
            throw new InvalidFileException(
                source.Path,
                "its name, or that of the output folder, cannot be written to autopick.star (line break or quote in "
                + "the name)");
        }
    }

    /// <summary>The path of the accepted picks, as <c>autopick.star</c> has it.</summary>
    public string AcceptedPath(string name) => Path.Combine(_folder, Accepted(name));

    /// <summary>Writes NAME_all.star and NAME_autopick.star, the latter with centres as they are asked for.</summary>
    public void WriteStar(
        string name,
        IReadOnlyList<Particle> all,
        IReadOnlyList<Particle> accepted,
        PickCentres centres,
        double pixelSize)
    {
        PickStarWriter.Write(PathOf(All(name)), all);
        PickStarWriter.Write(PathOf(Accepted(name)), accepted, centres, pixelSize);
    }

    /// <summary>Writes NAME.box in EMAN's format.</summary>
    public void WriteBoxes(string name, IReadOnlyCollection<Particle> accepted, int boxSize) =>
        BoxWriter.Write(PathOf(Boxes(name)), accepted, boxSize);

    /// <summary>What is there beside the tables of each micrograph, the list first; folders end in a slash.</summary>
    /// <param name="settings">What was asked for: what an earlier run left behind is none of it.</param>
    public IReadOnlyList<string> Written(PickingRunSettings settings)
    {
        string[] tables = [ListFile, PickTable.FileName, ThresholdFile];
        string[] pictures = settings.Pictures == 0 ? [] : [OverviewFile, ThresholdPictureFile, PictureFolder];
        string[] masks = settings.WritesMasks ? [MaskFolder.Name] : [];
        string[] report = settings.WritesReport ? [ReportFile] : [];
        return
        [
            .. tables.Concat(pictures).Concat(masks).Concat(report)
                .Where(name => Path.Exists(Path.Combine(_folder, name)))
                .Select(name => IsThere(name) ? name : $"{name}/"),
        ];
    }

    /// <summary>The sheet of all pictures.</summary>
    public string OverviewPath => Path.Combine(_folder, OverviewFile);

    /// <summary>The picture of what each threshold gives.</summary>
    public string ThresholdPicturePath => Path.Combine(_folder, ThresholdPictureFile);

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>The run on a page.</summary>
    public string ReportPath => Path.Combine(_folder, ReportFile);

    /// <summary>What each threshold gives; null where nothing is expected of scores.</summary>
    public ThresholdCurves? ReadThresholds() =>
        IsThere(ThresholdFile) ? ThresholdCurves.Read(Path.Combine(_folder, ThresholdFile)) : null;

    /// <summary>Whether all pictures are there and were drawn of the same picks.</summary>
    /// <param name="key">Says of which picks they are to be.</param>
    /// <param name="names">Names of outputs of those that are drawn.</param>
    public bool HasPictures(string key, IEnumerable<string> names)
    {
        string kept = Path.Combine(_folder, PictureKeyFile);
        return File.Exists(kept)
            && Encoding.UTF8.GetString(InputFile.ReadAll(kept)) == key
            && IsThere(OverviewFile)
            && names.All(HasPicture);
    }

    /// <summary>Keeps of which picks the pictures are, once all are drawn.</summary>
    /// <param name="key">As for <see cref="HasPictures"/>.</param>
    public void KeepPictures(string key) =>
        AtomicFile.WriteText(PathOf(PictureKeyFile), writer => writer.Write(key));

    /// <summary>Writes pictures/NAME.png.</summary>
    public void WritePicture(string name, byte[] picture) =>
        AtomicFile.Write(PathOf(Picture(name)), stream => stream.Write(picture));

    /// <summary>Writes the sheet of all pictures.</summary>
    public void WriteOverview(byte[] picture) =>
        AtomicFile.Write(PathOf(OverviewFile), stream => stream.Write(picture));

    /// <summary>Removes pictures that an earlier run drew: they show other picks, or other colours.</summary>
    /// <param name="names">Names of outputs; those without a picture are left alone.</param>
    public void RemovePictures(IEnumerable<string> names)
    {
        foreach (string name in names.Where(HasPicture))
        {
            AtomicFile.Delete(Path.Combine(_folder, Picture(name)));
        }
    }

    /// <summary>Draws thresholds.csv, or removes the picture of an earlier run where there is no such table.</summary>
    /// <param name="threshold">The threshold in use.</param>
    public void DrawThresholds(double threshold)
    {
        if (ReadThresholds() is not { } curves)
        {
            AtomicFile.Delete(ThresholdPicturePath);
            return;
        }

        byte[] picture = ThresholdPicture.Draw(curves, threshold);
        AtomicFile.Write(ThresholdPicturePath, stream => stream.Write(picture));
    }

    /// <summary>Writes masks/NAME.mrc: 1 where nothing was picked, a pixel for each cell.</summary>
    public void WriteMask(string name, MicrographMask mask, double pixelSize)
    {
        float[] cells = new float[mask.Cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = MicrographMask.IsSure(mask.Cells[i]) ? 1 : 0;
        }

        string path = PathOf(Mask(name));
        MrcWriter.Write(path, cells, mask.Rows, mask.Columns, pixelSize * mask.CellSize, SampleType.SignedBytes);
    }

    /// <summary>Writes autopick.star.</summary>
    public void WriteList(IEnumerable<AutopickEntry> entries) =>
        AutopickStarWriter.Write(PathOf(ListFile), entries);

    /// <summary>Writes picks.csv.</summary>
    public void WritePicks(IEnumerable<(string Name, int Picks, PickingFigures Figures)> rows) =>
        AtomicFile.WriteText(PathOf(PickTable.FileName), writer => PickTable.Write(writer, rows));

    /// <summary>Writes thresholds.csv, or removes that of an earlier run where there is nothing to expect.</summary>
    /// <param name="descending">Scores of all candidates, from the largest to the least; or null.</param>
    /// <param name="noise">The noise that was measured on them.</param>
    public void WriteThresholds(IEnumerable<double>? descending, NoiseRates noise)
    {
        string path = PathOf(ThresholdFile);
        if (descending is null)
        {
            AtomicFile.Delete(path);
        }
        else
        {
            AtomicFile.WriteText(path, writer => ThresholdTable.Write(writer, descending, noise.At));
        }
    }

    private bool HasPicture(string name) => IsThere(Picture(name));

    private static string All(string name) => $"{name}_all.star";

    private static string Accepted(string name) => name + AcceptedSuffix;

    private static string Boxes(string name) => $"{name}.box";

    private static string Picture(string name) => $"{PictureFolder}/{name}.png";

    private static string Mask(string name) => $"{MaskFolder.Name}/{name}.mrc";

    private bool IsThere(string file) => File.Exists(Path.Combine(_folder, file));

    // Names may hold folders where two grids have equal file names.
    private string PathOf(string name)
    {
        string path = Path.Combine(_folder, name);
        OutputFolder.Make(Path.GetDirectoryName(path)!);
        return path;
    }
}
