using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
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

    /// <summary>Makes ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model, for its limits and contrast.</param>
    /// <param name="binning">Binning of the micrographs to come.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <param name="settings">What is asked for.</param>
    public MicrographInspector(
        IComputeBackend backend, PickingModel model, int binning, double diameter, PickingSettings settings)
    {
        (_model, _settings, _diameter) = (model, settings, diameter);
        _preparer = new MicrographPreparer(backend, binning, diameter);
    }

    /// <summary>Whether a micrograph has to be looked at where the network takes it unprepared.</summary>
    public bool IsNeeded => _settings.FindsMask || IsContrastOpen;

    /// <summary>
    /// Whether dark particles are asked for and the model knows bright ones, or the other way round.
    /// </summary>
    public bool InvertsAll => _settings.Contrast is { } asked && AreOpposite(asked, _model.Contrast);

    private bool IsContrastOpen => _settings.Contrast is null && _model.Tail != ParticleContrast.Unclear;

    /// <summary>Prepares a micrograph.</summary>
    /// <param name="micrograph">The micrograph as read.</param>
    /// <param name="given">A mask of another program's, or null.</param>
    /// <returns>The image with its mask and the contrast of the model, and whether it was inverted for that.</returns>
    public (PreparedMicrograph Image, bool IsInverted) Prepare(Micrograph micrograph, MicrographMask? given) =>
        Inspect(
            _preparer.Prepare(micrograph, micrograph.Path),
            IsNeeded ? PaddedBorder.Of(micrograph) : default,
            given);

    /// <summary>Prepares a micrograph that is binned already.</summary>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="given">A mask of another program's, or null.</param>
    /// <returns>As above; the image is valid until the next call.</returns>
    public (PreparedMicrograph Image, bool IsInverted) Prepare(BinnedMicrograph micrograph, MicrographMask? given) =>
        Inspect(_preparer.Prepare(micrograph), micrograph.Border, given);

    /// <inheritdoc/>
    public void Dispose() => _preparer.Dispose();

    private (PreparedMicrograph Image, bool IsInverted) Inspect(
        PreparedMicrograph image, PaddedBorder border, MicrographMask? given)
    {
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
