namespace DeepEM.Engine.Jobs.Relion;

/// <summary>A kind of output that RELION's pipeline is told of, as each release names it.</summary>
/// <param name="Five">Label in RELION 5.</param>
/// <param name="Four">Label in RELION 4.</param>
/// <param name="Three">Number in RELION 3.1.</param>
internal sealed record RelionOutputNode(string Five, string Four, int Three)
{
    /// <summary>The picks of all micrographs.</summary>
    public static RelionOutputNode Coordinates { get; } = new(
        "MicrographCoordsGroup.star.relion.autopick", "MicrographsCoords.star.relion.autopick", 2);

    /// <summary>Pictures to look at.</summary>
    public static RelionOutputNode LogFile { get; } = new(
        "LogFile.pdf.relion.autopick", "LogFile.pdf.relion.autopick", 13);

    /// <summary>A trained model. RELION has no such kind; 3.1 takes any number and shows nothing for it.</summary>
    public static RelionOutputNode Model { get; } = new(
        "ParamsData.deepem.model", "ParamsData.deepem.model", 99);
}
