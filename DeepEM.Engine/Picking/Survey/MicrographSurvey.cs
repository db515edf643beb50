using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Survey;

/// <summary>Finds out how to show the micrographs of a run to a network, from what it recognises each way.</summary>
/// <remarks>
/// The number of candidates that a network is certain of ranks sizes and contrasts as its average precision does
/// (docs/accuracy.md), and needs no label. A general model is tried at <see cref="Steps"/> times its own size, and
/// beyond them where an end serves best: the diameter is wrong then. Any other model knows its size. Both contrasts are
/// tried unless one is given. One choice holds for the whole run: no
/// micrograph is turned round on its own. Keeps buffers: one object serves one caller at a time.
/// </remarks>
public sealed class MicrographSurvey : IDisposable
{
    // How many sizes are tried with both contrasts.
    private const int Coarse = 3;

    private static readonly double[] _smaller = [0.62, 0.55];
    private static readonly double[] _larger = [1.4, 1.57];

    private readonly IComputeBackend _backend;
    private readonly PickingModel _model;
    private readonly bool _findsMask;
    private readonly bool[] _contrasts;
    private readonly double[] _sizes;
    private readonly CertainCandidates _candidates;
    private readonly List<SurveyedSize> _tried = [];

    /// <summary>Makes ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model, not one of the published method.</param>
    /// <param name="findsMask">Whether masked places are left out.</param>
    /// <param name="isInverted">Whether micrographs are inverted; null to find out.</param>
    /// <param name="seenDiameter">Diameter at which a general model sees particles, pixels; null to find out.</param>
    public MicrographSurvey(
        IComputeBackend backend, PickingModel model, bool findsMask, bool? isInverted, double? seenDiameter)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(model);
        (_backend, _model, _findsMask) = (backend, model, findsMask);
        _contrasts = isInverted is { } known ? [known] : [false, true];
        double usual = seenDiameter ?? (model.IsGeneral ? model.SeenDiameter : model.BinnedDiameter);
        _sizes = model.IsGeneral && seenDiameter is null ? [.. Steps.Select(step => step * usual)] : [usual];
        _candidates = new CertainCandidates(backend, model);
    }

    /// <summary>The sizes that a general model is tried at, times its own; the coarse ones first.</summary>
    public static IReadOnlyList<double> Steps { get; } = [1, 0.7, 1.25, 0.8, 0.9, 1.12];

    /// <summary>Whether there is anything to find out.</summary>
    public bool IsNeeded => _sizes.Length * _contrasts.Length > 1;

    /// <summary>How many times whole blocks may be averaged while a micrograph is read for the survey.</summary>
    /// <param name="pixelSizeAngstrom">Its pixel size.</param>
    public int Blocks(double pixelSizeAngstrom) =>
        Binning(_sizes.Length > 1 ? _larger[^1] * _sizes[0] : _sizes[0], pixelSizeAngstrom).Blocks;

    /// <summary>Looks at micrographs every way and chooses.</summary>
    /// <param name="micrographs">
    /// A few of the run with their pixel sizes, in full or in blocks of <see cref="Blocks"/>; none gives the model's
    /// own way.
    /// </param>
    /// <param name="cancellation">Ends the survey.</param>
    /// <returns>What they say; the model's own way where they say nothing.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public SurveyResult Run(
        IReadOnlyList<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> micrographs,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        Look(_sizes.Take(Coarse), _contrasts);

        // All micrographs have said by now which contrast is worth the rest.
        bool[] contrast = [_contrasts.Length == 1 ? _contrasts[0] : SurveyResult.IsOtherContrast(_tried)];
        Look(_sizes.Skip(Coarse), contrast);
        if (_sizes.Length > 1)
        {
            LookBeyond(_smaller, (one, other) => one < other);
            LookBeyond(_larger, (one, other) => one > other);
        }

        return SurveyResult.Choose(_sizes[0], micrographs.Count, _tried);

        void LookBeyond(double[] steps, Func<double, double, bool> isFarther)
        {
            foreach (double size in steps.Select(step => step * _sizes[0]))
            {
                SurveyedSize? best = SurveyResult.Best(_sizes[0], _tried, contrast[0]);
                if ((best is not null && _tried.Exists(tried => isFarther(tried.SeenDiameter, best.SeenDiameter)))
                    || micrographs.Any(one => !Fits(size, one.Micrograph, one.PixelSizeAngstrom)))
                {
                    return;
                }

                Look([size], contrast);
            }
        }

        void Look(IEnumerable<double> sizes, bool[] contrasts)
        {
            foreach (double size in sizes)
            {
                (int Certain, int Likely)[] counts = new (int, int)[contrasts.Length];
                foreach ((BinnedMicrograph micrograph, double pixelSize) in micrographs)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Count(micrograph, pixelSize, size, contrasts, counts);
                }

                _tried.AddRange(contrasts.Select((inverted, i) =>
                    new SurveyedSize(size, inverted, counts[i].Certain, counts[i].Likely)));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _candidates.Dispose();

    // Blocks as they were read are not taken apart again.
    private bool Fits(double size, BinnedMicrograph micrograph, double pixelSizeAngstrom) =>
        micrograph.Binning == 1 || Binning(size, pixelSizeAngstrom).Binning >= micrograph.Binning;

    private BinningSteps Binning(double size, double pixelSizeAngstrom)
    {
        PickingModel model = (_model with { SeenDiameter = size }).At(pixelSizeAngstrom);
        return BinningSteps.For(model.BinnedPixelSizeAngstrom / pixelSizeAngstrom);
    }

    private void Count(
        BinnedMicrograph micrograph,
        double pixelSizeAngstrom,
        double size,
        bool[] contrasts,
        (int Certain, int Likely)[] counts)
    {
        BinningSteps steps = Binning(size, pixelSizeAngstrom).From(micrograph.Binning);
        double diameter = _model.DiameterAngstrom / pixelSizeAngstrom / steps.Binning;
        using var preparer = new MicrographPreparer(_backend, steps, diameter);
        PreparedMicrograph upright = preparer.Prepare(micrograph);
        for (int i = 0; i < contrasts.Length; i++)
        {
            PreparedMicrograph image = contrasts[i] ? upright.Inverted() : upright;
            if (_findsMask)
            {
                image = image with
                {
                    Mask = MaskMeasurement.MaskOf(micrograph.Border, image, diameter, _model.MaskLimits),
                };
            }

            (int certain, int likely) = _candidates.Count(
                image, PickingSettings.Default.MinimumDistance * diameter);
            counts[i] = (counts[i].Certain + certain, counts[i].Likely + likely);
            image.Mask?.Recycle();
        }
    }
}
