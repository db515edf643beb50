using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>The first half of a verification: every micrograph is scored, with decoys, and its picks are cut out.
/// </summary>
/// <param name="backend">The device; must outlive this object.</param>
/// <param name="model">The model, with the size at which it sees particles.</param>
/// <param name="how">How candidates are found.</param>
/// <param name="settings">What is asked for.</param>
/// <param name="context">Whom to report to and when to stop.</param>
internal sealed class VerificationScoring(
    IComputeBackend backend,
    PickingModel model,
    PickingSettings how,
    VerificationSettings settings,
    JobContext context) : IDisposable
{
    private readonly MicrographScoring _scoring = new(
        backend, KeptFrom(model), model.EdgeMarginAngstrom);

    private readonly VerificationImages _images = new(backend, model, how, settings);

    /// <summary>What was cut out.</summary>
    public CollectedPicks Collected { get; } = new(backend, model.Contrast == ParticleContrast.Bright);

    /// <summary>Micrographs that could not be read.</summary>
    public List<InvalidFileException> Failures { get; } = [];

    /// <summary>Whether nothing but scores is wanted: then no noise is measured, and nothing is cut out.</summary>
    public bool ScoresOnly { get; init; }

    /// <summary>Told of every micrograph while its image is there; or null.</summary>
    public Action<ScoredMicrograph, VerificationImage>? Look { get; init; }

    /// <summary>Logit from which a candidate is taken for a particle at first: scores count from it.</summary>
    /// <param name="model">The model.</param>
    public static double KeptFrom(PickingModel model) => model.Calibration.Logit(NoisePass.KeptProbability);

    /// <summary>Scores all micrographs.</summary>
    /// <param name="input">The micrographs and their picks.</param>
    /// <returns>Those that could be read, in their order.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IReadOnlyList<ScoredMicrograph> Score(VerificationInput input)
    {
        List<ScoredMicrograph> all = [];
        int count = input.Sources.Count;
        for (int n = 0; n < count; n++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            try
            {
                VerificationImage seen = _images.Read(input.Sources[n]);
                ScoredMicrograph scored = _scoring.Score(
                    input.Sources[n],
                    seen,
                    input.HasOwnPicks ? null : input.Picks[n] ?? new(input.Sources[n].Name, input.Sources[n].Path, []),
                    !ScoresOnly && VerificationSample.Has(n, count, VerificationSample.Decoys));
                if (!ScoresOnly)
                {
                    Collect(scored, seen, input, n);
                }

                Look?.Invoke(scored, seen);
                seen.Image.Mask?.Recycle();
                all.Add(scored);
            }
            catch (InvalidFileException unreadable)
            {
                Failures.Add(unreadable);
            }

            context.Progress?.Report(new StageProgress("Scoring picks and noise", n + 1, count));
        }

        return all;
    }

    /// <summary>Counts the noise among the candidates, in a second pass where the first is not good enough.</summary>
    /// <param name="scored">The micrographs.</param>
    /// <returns>The micrographs with the noise of the pass that stands, and its number; 0 where no noise was seen.
    /// </returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public (IReadOnlyList<ScoredMicrograph> Scored, int Pass) CountNoise(IReadOnlyList<ScoredMicrograph> scored)
    {
        var first = new FalseDiscovery([.. WithNoise(scored)]);
        if (!scored.Any(one => one.Noise is not null))
        {
            return (scored, 0);
        }

        if (NoisePass.SecondKeptFrom(first, KeptFrom(model)) is not { } from)
        {
            return (scored, 1);
        }

        List<ScoredMicrograph> again = [];
        foreach (ScoredMicrograph one in scored)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (one.Noise is not null)
            {
                VerificationImage seen = _images.Read(one.Source);
                again.Add(one with { Noise = _scoring.NoiseAgain(one, seen, from) });
                seen.Image.Mask?.Recycle();
            }
            else
            {
                again.Add(one);
            }

            context.Progress?.Report(new StageProgress("Scoring noise again", again.Count, scored.Count));
        }

        return (again, 2);
    }

    /// <summary>Candidates and noise of the micrographs whose noise was seen.</summary>
    /// <param name="scored">The micrographs.</param>
    public static IEnumerable<(double[] Candidates, NoiseSample Noise)> WithNoise(
        IEnumerable<ScoredMicrograph> scored) =>
        scored.Where(one => one.Noise is not null).Select(one => (one.OpenLogits, one.Noise!));

    private void Collect(ScoredMicrograph scored, VerificationImage seen, VerificationInput input, int number)
    {
        int count = input.Sources.Count;
        Collected.Add(scored, seen, pixelSize => RingTransfer.Factors(input.Optics[number], pixelSize));
        if (VerificationSample.Has(number, count, VerificationSample.Twins)
            && _scoring.Twin(scored, seen, KeptFrom(model)) is { } twin)
        {
            Collected.AddTwin(scored.Name, twin, seen.Diameter, Math.Min(count, VerificationSample.Twins));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        Collected.Dispose();
    }
}
