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

    private const string AcceptedSuffix = "_autopick.star";
    private const string PictureFolder = "pictures";

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

    /// <summary>Whether the files of a micrograph are all there.</summary>
    /// <param name="name">The name of its outputs.</param>
    /// <param name="files">Which files it has.</param>
    public bool Exist(string name, PickingFiles files) =>
        IsThere(All(name))
        && IsThere(Accepted(name))
        && (!files.HasFlag(PickingFiles.Boxes) || IsThere(Boxes(name)))
        && (!files.HasFlag(PickingFiles.Picture) || IsThere(Picture(name)))
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

    /// <summary>Writes NAME_all.star and NAME_autopick.star.</summary>
    public void WriteStar(string name, IReadOnlyList<Particle> all, IReadOnlyList<Particle> accepted)
    {
        PickStarWriter.Write(PathOf(All(name)), all);
        PickStarWriter.Write(PathOf(Accepted(name)), accepted);
    }

    /// <summary>Writes NAME.box in EMAN's format.</summary>
    public void WriteBoxes(string name, IReadOnlyCollection<Particle> accepted, int boxSize) =>
        BoxWriter.Write(PathOf(Boxes(name)), accepted, boxSize);

    /// <summary>Draws the micrograph with its picks as pictures/NAME.png.</summary>
    public void Draw(
        string name,
        Micrograph micrograph,
        Particle[] accepted,
        double pixelSize,
        double diameterAngstrom,
        MicrographMask? mask)
    {
        byte[] picture = MicrographPicture.Draw(
            micrograph,
            [.. accepted.Select(p => new PictureMark(p, MarkKind.Pick))],
            new MicrographPictureSettings
            {
                DiameterPixels = diameterAngstrom / pixelSize,
                PixelSizeAngstrom = pixelSize,
                Caption = $"{name}: {accepted.Length} picks",
                Mask = mask?.ToPixels(micrograph.Height, micrograph.Width),
            });
        AtomicFile.Write(PathOf(Picture(name)), stream => stream.Write(picture));
    }

    /// <summary>Writes masks/NAME.mrc: 1 where nothing was picked, a pixel for each cell.</summary>
    public void WriteMask(string name, MicrographMask mask, double pixelSize)
    {
        float[] cells = new float[mask.Cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = mask.Cells[i] == MaskReason.None ? 0 : 1;
        }

        string path = PathOf(Mask(name));
        MrcWriter.Write(path, cells, mask.Rows, mask.Columns, pixelSize * mask.CellSize, SampleType.SignedBytes);
    }

    /// <summary>Writes autopick.star.</summary>
    public void WriteList(IEnumerable<AutopickEntry> entries) =>
        AutopickStarWriter.Write(PathOf(ListFile), entries);

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
