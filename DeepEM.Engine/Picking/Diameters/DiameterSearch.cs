using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Diameters;

/// <summary>Finds the diameter of particles that nobody has picked yet.</summary>
/// <remarks>
/// Two steps. How many places the general network is certain of, at one diameter after another, finds the
/// neighbourhood and the contrast; the network knows particles of several sizes, so that this says no more. The mean of
/// the particles at these places then says the diameter (<see cref="MeasuredDiameter"/>).
/// </remarks>
public sealed class DiameterSearch : IDisposable
{
    // Angstrom. Single particles in ice are hardly smaller or larger.
    private const double Smallest = 60;
    private const double Largest = 600;
    private const int Steps = 12;

    // Pixels of the micrograph: below, the network would see noise that was made smooth by enlarging it.
    private const double LeastPixels = 18;

    // Of the micrograph's shorter side: a larger particle is on it but a few times.
    private const double LargestPart = 0.25;

    private readonly IReadOnlyList<bool> _contrasts;
    private readonly DiameterTrials _trials;
    private readonly ParticleMeasurement _measurement;

    /// <summary>Makes ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The general model.</param>
    /// <param name="isInverted">Whether micrographs are inverted; null to find out.</param>
    public DiameterSearch(IComputeBackend backend, PickingModel model, bool? isInverted)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(model);
        _contrasts = isInverted is { } known ? [known] : [false, true];
        _trials = new DiameterTrials(backend, model);
        _measurement = new ParticleMeasurement(backend, model.SeenDiameter);
    }

    /// <summary>Searches.</summary>
    /// <param name="micrographs">A few micrographs in full, at least one, with angstrom per pixel of each.</param>
    /// <param name="progress">Told of every diameter that was tried; or null.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public DiameterEstimate Run(
        IReadOnlyList<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> micrographs,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        List<(DiameterTrial Trial, IReadOnlyList<IReadOnlyList<Particle>> Places)> looked = [];
        int tried = 0;
        foreach (double diameter in Ladder(micrographs))
        {
            looked.AddRange(_trials.Look(micrographs, diameter, _contrasts, cancellation));
            progress?.Report(new StageProgress("trying diameters", ++tried, Steps));
        }

        bool isInverted = IsOtherContrast([.. looked.Select(one => one.Trial)]);
        if (Best() is { } coarse)
        {
            foreach (double step in (double[])[0.9, 1.1])
            {
                looked.AddRange(_trials.Look(
                    micrographs, step * coarse.Trial.DiameterAngstrom, [isInverted], cancellation));
            }
        }

        DiameterTrial[] trials =
            [.. looked.Select(one => one.Trial).OrderBy(one => one.DiameterAngstrom).ThenBy(one => one.IsInverted)];
        if (Best() is not { } best
            || _measurement.Measure(micrographs, best.Places, isInverted, best.Trial.DiameterAngstrom) is not { } first
            || _measurement.Measure(
                micrographs, best.Places, isInverted, first.Measured.DiameterAngstrom) is not { } second)
        {
            return new DiameterEstimate(null, trials);
        }

        return new DiameterEstimate(second.Measured, trials)
        {
            SpreadAngstrom = second.Spread,
            Best = best.Trial,
            Mean = second.Mean,
            Places = best.Places,
        };

        (DiameterTrial Trial, IReadOnlyList<IReadOnlyList<Particle>> Places)? Best() => looked
            .Where(one => one.Trial.IsInverted == isInverted && one.Trial.Certain >= SurveyResult.LeastCertain)
            .OrderByDescending(one => one.Trial.Evidence)
            .Select(one => ((DiameterTrial, IReadOnlyList<IReadOnlyList<Particle>>)?)one)
            .FirstOrDefault();
    }

    /// <inheritdoc/>
    public void Dispose() => _trials.Dispose();

    private static IEnumerable<double> Ladder(
        IReadOnlyList<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> micrographs)
    {
        double least = Math.Max(Smallest, micrographs.Max(one => LeastPixels * one.PixelSizeAngstrom));
        double most = Math.Min(Largest, micrographs.Min(one =>
            LargestPart * Math.Min(one.Micrograph.Height, one.Micrograph.Width) * one.PixelSizeAngstrom));
        return Enumerable.Range(0, Steps)
            .Select(i => least * Math.Pow(Math.Max(1, most / least), i / (Steps - 1.0)));
    }

    private static bool IsOtherContrast(DiameterTrial[] trials)
    {
        return trials.All(one => one.IsInverted)
            || Most(inverted: true) > SurveyResult.ContrastMargin * Most(inverted: false);

        double Most(bool inverted) => trials
            .Where(one => one.IsInverted == inverted && one.Certain >= SurveyResult.LeastCertain)
            .Select(one => one.Evidence).DefaultIfEmpty().Max();
    }
}
