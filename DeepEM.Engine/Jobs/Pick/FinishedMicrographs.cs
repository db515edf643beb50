using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Reads micrographs again as they were picked, with the picks as they were written, by this run or an earlier
/// one.</summary>
/// <param name="model">The model, as the micrographs were picked with it.</param>
/// <param name="how">How they were picked.</param>
/// <param name="settings">How they are read.</param>
/// <param name="outputs">Where picks are.</param>
/// <param name="ledger">Knows the pixel size of each.</param>
/// <param name="masks">Masks of another program's, or null.</param>
internal sealed class FinishedMicrographs(
    PickingModel model,
    PickingSettings how,
    PickingRunSettings settings,
    PickingOutputs outputs,
    PickingLedgers ledger,
    MaskFolder? masks)
{
    /// <summary>The pixel size that a micrograph was picked with, angstrom.</summary>
    /// <param name="source">The micrograph.</param>
    /// <param name="output">The name of its outputs.</param>
    public double PixelSizeOf(MicrographSource source, string output) =>
        ledger.Figures([(source.Name, output)]).Single().Figures.PixelSizeAngstrom;

    /// <summary>Reads a micrograph in full.</summary>
    /// <param name="source">The micrograph.</param>
    public Micrograph Read(MicrographSource source) => MicrographReader.Read(source.Path, settings.Reading);

    /// <summary>Reads its accepted picks.</summary>
    /// <param name="output">The name of its outputs.</param>
    /// <param name="pixelSize">Its pixel size, angstrom.</param>
    /// <returns>Centres, pixels of the micrograph.</returns>
    public IReadOnlyList<Particle> PicksOf(string output, double pixelSize)
    {
        MicrographPicks picks =
            CoordinateFileReader.Read(outputs.AcceptedPath(output), [], keepsTables: true).ForMicrograph(output);
        return ParticleCentres.Of(picks, pixelSize, () => null, []).Particles;
    }

    /// <summary>Where nothing was picked; null for nowhere.</summary>
    /// <param name="backend">Where to compute.</param>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="source">Its file.</param>
    /// <param name="pixelSize">Its pixel size, angstrom.</param>
    public MicrographMask? MaskOf(
        IComputeBackend backend, Micrograph micrograph, MicrographSource source, double pixelSize) =>
        how.FindsMask
            ? Prepare(backend, micrograph, source, pixelSize).Mask
            : Given(micrograph, source);

    /// <summary>The micrograph as the network saw it, with its mask.</summary>
    /// <param name="backend">Where to compute.</param>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="source">Its file.</param>
    /// <param name="pixelSize">Its pixel size, angstrom.</param>
    public PreparedMicrograph Prepare(
        IComputeBackend backend, Micrograph micrograph, MicrographSource source, double pixelSize)
    {
        ModelFit fit = ModelFit.Of(model, pixelSize, source.Path);
        using var inspector = new MicrographInspector(backend, fit.Model, fit.Steps, how);
        return inspector.Prepare(BinnedMicrograph.Of(micrograph), Given(micrograph, source));
    }

    private MicrographMask? Given(Micrograph micrograph, MicrographSource source) =>
        masks?.Read(source.Stem, micrograph.Height, micrograph.Width);
}
