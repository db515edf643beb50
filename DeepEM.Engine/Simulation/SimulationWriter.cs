using System.Globalization;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Micrographs.Mrc;

namespace DeepEM.Engine.Simulation;

/// <summary>Writes simulated micrographs as a RELION project has them, and their truth beside them.</summary>
/// <remarks>
/// <c>mic_000.mrc</c> and so on, float32; <c>truth/mic_000.star</c>, particle centres in the project's one frame;
/// <c>micrographs.star</c> with an optics table and the defocus, names relative to its own folder.
/// </remarks>
public static class SimulationWriter
{
    private const string OpticsGroup = "1";

    private static readonly string[] _opticsColumns =
    [
        "_rlnOpticsGroupName",
        "_rlnOpticsGroup",
        "_rlnMicrographOriginalPixelSize",
        "_rlnVoltage",
        "_rlnSphericalAberration",
        "_rlnAmplitudeContrast",
        "_rlnMicrographPixelSize",
    ];

    private static readonly string[] _micrographColumns =
    [
        "_rlnMicrographName", "_rlnOpticsGroup", "_rlnDefocusU", "_rlnDefocusV", "_rlnDefocusAngle",
    ];

    /// <summary>The name of a micrograph without extension.</summary>
    /// <param name="number">Number, from 0.</param>
    /// <returns><c>mic_000</c> and so on.</returns>
    public static string Stem(int number) => string.Create(CultureInfo.InvariantCulture, $"mic_{number:000}");

    /// <summary>Writes one micrograph and its truth.</summary>
    /// <param name="directory">A folder that exists; its subfolder <c>truth</c> is made.</param>
    /// <param name="number">Number of the micrograph, from 0.</param>
    /// <param name="micrograph">What to write.</param>
    /// <returns>Where it was written.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public static SimulatedFile Write(string directory, int number, SimulatedMicrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(micrograph);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        string path = Path.Combine(directory, Stem(number) + ".mrc");
        string truthPath = Path.Combine(directory, "truth", Stem(number) + ".star");
        OutputFolder.Make(Path.Combine(directory, "truth"));
        MrcWriter.Write(
            path, micrograph.Pixels, micrograph.Height, micrograph.Width, micrograph.PixelSizeAngstrom);
        PickStarWriter.Write(truthPath, micrograph.Particles);
        return new SimulatedFile(path, truthPath, micrograph.Particles.Count, micrograph.Optics);
    }

    /// <summary>Writes <c>micrographs.star</c>.</summary>
    /// <param name="directory">The folder of the micrographs.</param>
    /// <param name="files">The micrographs, in the order of the list.</param>
    /// <param name="settings">Gives the optics.</param>
    /// <returns>The path of the list.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    public static string WriteList(string directory, IReadOnlyList<SimulatedFile> files, SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(settings);
        string path = Path.Combine(directory, "micrographs.star");
        string pixelSize = StarWriter.Number(settings.PixelSizeAngstrom);
        string[] optics =
        [
            "simulated",
            OpticsGroup,
            pixelSize,
            StarWriter.Number(settings.VoltageKilovolt),
            StarWriter.Number(settings.SphericalAberrationMillimetre),
            StarWriter.Number(settings.AmplitudeContrast),
            pixelSize,
        ];
        AtomicFile.WriteText(path, writer =>
        {
            StarWriter.WriteVersion(writer);
            StarWriter.WriteLoop(writer, "optics", _opticsColumns, [optics]);
            writer.Write("\n\n");
            StarWriter.WriteVersion(writer);
            StarWriter.WriteLoop(writer, "micrographs", _micrographColumns, files.Select(Row));
        });
        return path;
    }

    private static string[] Row(SimulatedFile file) =>
    [
        Path.GetFileName(file.MicrographPath),
        OpticsGroup,
        StarWriter.Number(file.Optics.DefocusUAngstrom),
        StarWriter.Number(file.Optics.DefocusVAngstrom),
        StarWriter.Number(file.Optics.DefocusAngleDegree),
    ];
}
