using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>
/// Prepares micrographs for a model: inverts them where the run asks for that, and finds where not to pick.
/// </summary>
/// <remarks>Keeps buffers: one object serves one caller at a time.</remarks>
internal sealed class MicrographInspector : IDisposable
{
    private readonly PickingModel _model;
    private readonly PickingSettings _settings;
    private readonly double _diameter;
    private readonly MicrographPreparer _preparer;
    private readonly MicrographPreparer? _raw;
    private float[]? _flattened;

    /// <summary>Prepares for micrographs of one pixel size.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model, for its method, limits and contrast.</param>
    /// <param name="steps">Binning of the image that the network sees.</param>
    /// <param name="settings">What is asked for.</param>
    public MicrographInspector(
        IComputeBackend backend, PickingModel model, BinningSteps steps, PickingSettings settings)
    {
        (_model, _settings) = (model, settings);

        // Where not to pick is found on a binned image, also for a network that sees raw pixels.
        double seen = model.BinnedDiameter * steps.Binning;
        BinningSteps coarse = model.Method.SeesRaw
            ? BinningSteps.For(Math.Max(1, Math.Floor(seen / NetworkPresets.BinnedDiameter)))
            : steps;
        _diameter = model.Method.SeesRaw ? seen / coarse.Binning : model.BinnedDiameter;
        _preparer = new MicrographPreparer(backend, coarse, _diameter);
        _raw = model.Method.SeesRaw && steps.Ratio != 1 ? new MicrographPreparer(backend, steps, _diameter) : null;
    }

    /// <summary>Prepares a micrograph.</summary>
    /// <param name="micrograph">The micrograph, in full or binned for the network.</param>
    /// <param name="given">A mask of another program's, or null.</param>
    /// <returns>The image with its mask and the contrast of the model; valid until the next call.</returns>
    public PreparedMicrograph Prepare(BinnedMicrograph micrograph, MicrographMask? given)
    {
        if (!_model.Method.SeesRaw)
        {
            PreparedMicrograph image = Flatten(micrograph);
            return image with { Mask = Mask(image, micrograph, given) };
        }

        PreparedMicrograph raw = _raw?.Rescale(micrograph) ?? PreparedMicrograph.Raw(micrograph);
        MicrographMask? mask = _settings.FindsMask ? Mask(Flatten(micrograph), micrograph, given) : given;
        return (_settings.IsInverted ? raw.Inverted() : raw) with { Mask = mask };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _preparer.Dispose();
        _raw?.Dispose();
    }

    private PreparedMicrograph Flatten(BinnedMicrograph micrograph)
    {
        PreparedMicrograph image = _preparer.Prepare(micrograph, _flattened);
        _flattened = image.Pixels;
        if (_settings.IsInverted)
        {
            float[] pixels = image.Pixels;
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = -pixels[i];
            }
        }

        return image;
    }

    private MicrographMask? Mask(PreparedMicrograph image, BinnedMicrograph micrograph, MicrographMask? given)
    {
        if (!_settings.FindsMask)
        {
            return given;
        }

        PaddedBorder border = micrograph.Border;
        bool isBright = _model.Contrast == ParticleContrast.Bright != _settings.IsInverted;
        CarbonFilm? film = MaskMeasurement.Film(micrograph, border, _diameter * image.Binning, isBright);
        MicrographMask found = MaskMeasurement.MaskOf(border, image, _diameter, _model.MaskLimits, film);
        return given is null ? found : found.With(given);
    }
}
