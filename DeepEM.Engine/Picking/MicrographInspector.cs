using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>
/// Prepares micrographs for a model: brings their contrast to the sign it learnt, and finds where not to pick.
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
    public MicrographInspector(IComputeBackend backend, PickingModel model, BinningSteps steps, PickingSettings settings)
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

    private bool IsContrastOpen => _settings.Contrast is null && _model.Tail != ParticleContrast.Unclear;

    private bool IsLookedAt => _settings.FindsMask || IsContrastOpen;

    // Dark particles are asked for and the model knows bright ones, or the other way round.
    private bool InvertsAll => _settings.Contrast is { } asked && AreOpposite(asked, _model.Contrast);

    /// <summary>Prepares a micrograph.</summary>
    /// <param name="micrograph">The micrograph, in full or binned for the network.</param>
    /// <param name="given">A mask of another program's, or null.</param>
    /// <returns>The image with its mask and the contrast of the model, and whether it was inverted for that; the image
    /// is valid until the next call.</returns>
    public (PreparedMicrograph Image, bool IsInverted) Prepare(BinnedMicrograph micrograph, MicrographMask? given)
    {
        if (!_model.Method.SeesRaw)
        {
            return Inspect(Flatten(micrograph), micrograph, given);
        }

        PreparedMicrograph raw = _raw?.Rescale(micrograph) ?? PreparedMicrograph.Raw(micrograph);
        (MicrographMask? mask, bool isInverted) = (given, InvertsAll);
        if (IsLookedAt)
        {
            (PreparedMicrograph coarse, isInverted) = Inspect(Flatten(micrograph), micrograph, given);
            mask = coarse.Mask;
        }

        return ((isInverted ? raw.Inverted() : raw) with { Mask = mask }, isInverted);
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
        return image;
    }

    private (PreparedMicrograph Image, bool IsInverted) Inspect(
        PreparedMicrograph image, BinnedMicrograph micrograph, MicrographMask? given)
    {
        PaddedBorder border = IsLookedAt ? micrograph.Border : default;
        bool isInverted = InvertsAll;
        MaskMeasurement? measurement = null;
        if (IsContrastOpen)
        {
            measurement = MaskMeasurement.Of(border, image, _diameter);
            isInverted = AreOpposite(measurement.Contrast(_model.MaskLimits).Contrast, _model.Tail);
        }

        if (isInverted)
        {
            image = image.Inverted();
            measurement?.Recycle();
            measurement = null;
        }

        if (_settings.FindsMask)
        {
            measurement ??= MaskMeasurement.Of(border, image, _diameter);
        }

        MicrographMask? found = _settings.FindsMask ? measurement?.Mask(_model.MaskLimits) : null;
        measurement?.Recycle();
        return (image with { Mask = given is null ? found : found?.With(given) ?? given }, isInverted);
    }

    private static bool AreOpposite(ParticleContrast one, ParticleContrast other) =>
        one != ParticleContrast.Unclear && other != ParticleContrast.Unclear && one != other;
}
