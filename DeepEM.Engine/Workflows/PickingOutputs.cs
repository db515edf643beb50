using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Files;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Pictures;
using DeepEM.Engine.Preparation;

namespace DeepEM.Engine.Workflows;

/// <summary>Writes what a picking gave into one folder, each file atomically.</summary>
internal sealed class PickingOutputs
{
    private readonly string _folder;

    /// <summary>Makes the folder when it is missing.</summary>
    public PickingOutputs(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <summary>Writes NAME_all.star and NAME_autopick.star and returns the path of the latter.</summary>
    public string WriteStar(string name, IReadOnlyList<Particle> all, IReadOnlyList<Particle> accepted)
    {
        PickStarWriter.Write(PathOf($"{name}_all.star"), all);
        string star = PathOf($"{name}_autopick.star");
        PickStarWriter.Write(star, accepted);
        return star;
    }

    /// <summary>Writes NAME.box in EMAN's format.</summary>
    public void WriteBoxes(string name, IReadOnlyCollection<Particle> accepted, int boxSize) =>
        BoxWriter.Write(PathOf($"{name}.box"), accepted, boxSize);

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
        AtomicFile.Write(PathOf(Path.Combine("pictures", $"{name}.png")), stream => stream.Write(picture));
    }

    /// <summary>Writes masks/NAME.mrc: 1 where nothing was picked, a pixel for each cell.</summary>
    public void WriteMask(string name, MicrographMask mask, double pixelSize)
    {
        float[] cells = new float[mask.Cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = mask.Cells[i] == MaskReason.None ? 0 : 1;
        }

        string path = PathOf(Path.Combine(MaskFolder.Name, $"{name}.mrc"));
        MrcWriter.Write(path, cells, mask.Rows, mask.Columns, pixelSize * mask.CellSize, MrcMode.Bytes);
    }

    /// <summary>Writes autopick.star.</summary>
    public void WriteList(IReadOnlyList<AutopickEntry> entries) =>
        AutopickStarWriter.Write(PathOf("autopick.star"), entries);

    // Names may hold folders where two grids have equal file names.
    private string PathOf(string name)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
