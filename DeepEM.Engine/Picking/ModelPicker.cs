using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Published;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>Picks micrographs of one pixel size with one model: from the pixels as they were read to the particles.
/// </summary>
/// <remarks>
/// Prepares the micrograph, inverts it where the run asks for that and finds where not to pick
/// (<see cref="MicrographInspector"/>), and hands the image to the picker of the model's method. Keeps buffers: one
/// object serves one caller at a time.
/// </remarks>
public sealed class ModelPicker : IDisposable
{
    private readonly double _window;
    private readonly MicrographInspector _inspector;
    private readonly IMicrographPicker _picker;

    /// <summary>Allocates the picker of the model's method on a device.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model.</param>
    /// <param name="steps">
    /// Binning of the micrographs to come, so that the network sees the pixels it learnt on.
    /// </param>
    /// <param name="settings">How places become picks.</param>
    /// <param name="judge">Says what the scores of the default method mean; null where the model's calibration does.
    /// </param>
    public ModelPicker(
        IComputeBackend backend,
        PickingModel model,
        BinningSteps steps,
        PickingSettings settings,
        IScoreJudge? judge = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        _window = model.Network.InputSide * steps.Binning;
        _inspector = new MicrographInspector(backend, model, steps, settings);
        _picker = model.Method.Choose<IMicrographPicker>(
            () => new DensePicker(backend, model, steps.Binning, settings, judge),
            () => new PublishedPicker(backend, model, settings));
    }

    /// <inheritdoc cref="IMicrographPicker.Notice"/>
    public Notice? Notice => _picker.Notice;

    /// <summary>Finds the particles of one micrograph.</summary>
    /// <param name="micrograph">The micrograph, in full or binned as many times as was said; a dead or hot line of it
    /// is mended in place, all else stays.</param>
    /// <param name="given">A mask of another program's, which adds to the automatic one; or null.</param>
    /// <returns>The particles, best first, down to the floor of the settings, and where nothing was picked.</returns>
    /// <exception cref="InvalidFileException">The micrograph is smaller than the box.</exception>
    public PickedMicrograph Pick(BinnedMicrograph micrograph, MicrographMask? given = null)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        RequireWindow(micrograph.Path, micrograph.Height, micrograph.Width, _window);
        PreparedMicrograph image = _inspector.Prepare(micrograph, given);
        return new PickedMicrograph(_picker.Pick(image), image.Mask)
        {
            Noise = _picker.Noise,
            MaskedMerits = _picker.MaskedMerits,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _picker.Dispose();
        _inspector.Dispose();
    }

    /// <summary>Refuses a micrograph in which no window fits.</summary>
    /// <exception cref="InvalidFileException">It is smaller than the box.</exception>
    internal static void RequireWindow(string path, int height, int width, double window)
    {
        if (Math.Min(height, width) < window)
        {
            throw new InvalidFileException(
                path, $"{width}×{height} px is smaller than the {window:F0} px box of the model");
        }
    }
}
