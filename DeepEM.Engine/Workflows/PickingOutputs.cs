using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Files;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Pictures;

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
        string name, Micrograph micrograph, Particle[] accepted, double pixelSize, double diameterAngstrom)
    {
        byte[] picture = MicrographPicture.Draw(
            micrograph,
            [.. accepted.Select(p => new PictureMark(p, MarkKind.Pick))],
            new MicrographPictureSettings
            {
                DiameterPixels = diameterAngstrom / pixelSize,
                PixelSizeAngstrom = pixelSize,
                Caption = $"{name}: {accepted.Length} picks",
            });
        AtomicFile.Write(PathOf(Path.Combine("pictures", $"{name}.png")), stream => stream.Write(picture));
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
