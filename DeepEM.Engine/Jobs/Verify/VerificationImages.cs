using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Reads micrographs and prepares them for the network that verifies their picks.</summary>
/// <remarks>Keeps buffers: an image is valid until the next is read. One object serves one caller at a time.</remarks>
/// <param name="backend">The device; must outlive this object.</param>
/// <param name="model">The model, with the size at which it sees particles.</param>
/// <param name="how">How candidates are found.</param>
/// <param name="settings">What is asked for.</param>
internal sealed class VerificationImages(
    IComputeBackend backend, PickingModel model, PickingSettings how, VerificationSettings settings) : IDisposable
{
    private readonly BinnedReader _reader = new(backend);
    private readonly MaskFolder? _masks = settings.MaskFolder is { } folder
        ? new MaskFolder(folder, settings.MaskMeaning)
        : null;

    private readonly Dictionary<(BinningSteps Steps, double PixelSize), Prepared> _prepared = [];
    private float[]? _pixels;

    /// <summary>Reads and prepares a micrograph.</summary>
    /// <param name="source">The micrograph.</param>
    /// <exception cref="InvalidFileException">It cannot be read, its pixel size is not known, or a particle measures
    /// too few of its pixels.</exception>
    public VerificationImage Read(MicrographSource source)
    {
        using var file = MicrographFile.Open(source.Path, settings.Reading);
        double pixelSize = source.RequirePixelSize(settings.PixelSizeAngstrom, file.Header);
        ModelFit fit = ModelFit.Of(model, pixelSize, source.Path);
        BinnedMicrograph read = _reader.Read(file, fit.Steps.Blocks, _pixels);
        _pixels = read.Pixels;
        if (!_prepared.TryGetValue((fit.Steps, fit.Model.PixelSizeAngstrom), out Prepared? prepared))
        {
            prepared = new Prepared(backend, fit, how);
            _prepared.Add((fit.Steps, fit.Model.PixelSizeAngstrom), prepared);
        }

        MicrographMask? given = _masks?.Read(source.Stem, read.Height, read.Width);
        return new VerificationImage(
            prepared.Inspector.Prepare(read, given), fit.Model, pixelSize, prepared.Finders);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        foreach (Prepared prepared in _prepared.Values)
        {
            prepared.Dispose();
        }
    }

    private sealed class Prepared : IDisposable
    {
        private readonly OrientedNetwork _network;

        public Prepared(IComputeBackend backend, ModelFit fit, PickingSettings how)
        {
            Inspector = new MicrographInspector(backend, fit.Model, fit.Steps, how);
            _network = new OrientedNetwork(backend, fit.Model, how);
            Finders = new CandidateFinders(backend, _network.NewFinder);
        }

        public MicrographInspector Inspector { get; }

        public CandidateFinders Finders { get; }

        public void Dispose()
        {
            Inspector.Dispose();
            Finders.Dispose();
            _network.Dispose();
        }
    }
}
