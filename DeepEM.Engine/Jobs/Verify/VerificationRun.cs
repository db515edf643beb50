using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Engine.Verification.Averages;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Engine.Verification.Outliers;
using DeepEM.Engine.Verification.Probabilities;
using DeepEM.Engine.Verification.Results;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>A verification in memory: micrographs and picks in, what is known of each pick out.</summary>
internal static class VerificationRun
{
    // Shares of noise among candidates, and where the threshold between them is looked for.
    private const double MuchNoise = 0.5;
    private const double LittleNoise = 0.3;
    private const double FormingStep = 0.25;
    private const double HighestForming = 4;

    /// <summary>Verifies.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="model">The model whose scores are used.</param>
    /// <param name="input">Micrographs and picks.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="context">Whom to report to and when to stop.</param>
    /// <param name="look">Told of every micrograph while its image is there; or null.</param>
    /// <exception cref="InvalidFileException">No micrograph could be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static VerificationOutcome Run(
        IComputeBackend backend,
        PickingModel model,
        VerificationInput input,
        VerificationSettings settings,
        JobContext context,
        Action<ScoredMicrograph, VerificationImage>? look = null)
    {
        List<(string Stage, TimeSpan Elapsed)> times = [];
        long start = Stopwatch.GetTimestamp();
        List<Notice> warnings = [.. input.Notices];
        SurveyResult survey = Survey(backend, model, input, settings, context, warnings);
        Clock("survey");
        PickingModel seen = model with
        {
            SeenDiameter = survey.SeenDiameter,
            EdgeMarginAngstrom = input.EdgeMarginAngstrom(
                settings.PixelSizeAngstrom, model.DiameterAngstrom, settings.Reading) ?? model.EdgeMarginAngstrom,
        };
        PickingSettings how = PickingSettings.Default with
        {
            IsInverted = survey.IsInverted,
            FindsMask = settings.FindsMask,
        };
        using var scoring = new VerificationScoring(backend, seen, how, settings, context) { Look = look };
        IReadOnlyList<ScoredMicrograph> scored = scoring.Score(input);
        if (scored.Count == 0)
        {
            throw scoring.Failures[0];
        }

        Clock("scores");
        if (scored.Count(one => one.LooksDenoised) is > 0 and var smooth)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.LooksDenoised,
                $"the ice of {smooth} of {scored.Count} micrographs has no fine grain, as after denoising or a "
                + "low-pass filter: what is said of noise may be too low; verify micrographs as they were recorded");
        }

        if (!input.HasOwnPicks)
        {
            warnings.AddRange(PlaceCheck.Of(scored));
        }

        (scored, int pass) = scoring.CountNoise(scored);
        Clock("noise");
        double keptFrom = VerificationScoring.KeptFrom(seen);
        double[] logits = [.. scored.SelectMany(one => one.Logits).Select(logit => logit - keptFrom)];
        var found = new FalseDiscovery([.. VerificationScoring.WithNoise(scored)]);
        FalseDiscovery ofPicks = input.HasOwnPicks ? found : OfPicks(scored, found, input);

        // Of what scores as particles do, what is not noise.
        double expected = logits.Count(logit => logit >= 0) * (1 - ofPicks.Rate(keptFrom));
        var averages = VerifiedAverages.Of(
            backend,
            scoring.Collected,
            logits,
            FormingFrom(ofPicks, keptFrom),
            settings with { Classes = settings.Classes ?? ClassCount.For(expected) },
            context);
        Clock("classes");
        VerificationResult result = Assemble(
            scored, logits, scoring.Collected, averages, seen, survey.IsInverted, (found, ofPicks));
        Clock("probabilities");
        return new VerificationOutcome(
            result with { NoisePass = pass, Times = times }, survey, warnings, scoring.Failures);

        void Clock(string stage)
        {
            long now = Stopwatch.GetTimestamp();
            times.Add((stage, Stopwatch.GetElapsedTime(start, now)));
            start = now;
        }
    }

    private static SurveyResult Survey(
        IComputeBackend backend,
        PickingModel model,
        VerificationInput input,
        VerificationSettings settings,
        JobContext context,
        List<Notice> warnings)
    {
        PickingRunSettings asked = new(
            settings.OutputFolder, Threshold: null, settings.PixelSizeAngstrom, Pictures: 0, Strict: false)
        {
            Contrast = settings.Contrast,
            FindsMask = settings.FindsMask,
            Reading = settings.Reading,
        };
        SurveyResult survey = PickingSurvey.Look(
            backend, model, asked, MicrographSequence.Of(input.Sources), context.Cancellation);
        var setup = new PickingSetup(model, asked, survey, input.Sources[0]);
        context.Tell?.Invoke(setup.Describe([new DeviceWorker(backend.DeviceName, backend)]));
        warnings.AddRange([.. setup.Smallness(), .. setup.Diameter(), .. PickingSetup.Contrast(survey)]);
        return survey;
    }

    // Where most candidates are noise, classes are made from those that are mostly not.
    private static double FormingFrom(FalseDiscovery found, double keptFrom)
    {
        double lowest = -MicrographScoring.LookedAt;
        if (found.Rate(keptFrom + lowest) <= MuchNoise)
        {
            return double.NegativeInfinity;
        }

        double from = lowest;
        while (from < HighestForming && found.Rate(keptFrom + from) > LittleNoise)
        {
            from += FormingStep;
        }

        return from;
    }

    private static VerificationResult Assemble(
        IReadOnlyList<ScoredMicrograph> scored,
        double[] logits,
        CollectedPicks collected,
        VerifiedAverages averages,
        PickingModel model,
        bool isInverted,
        (FalseDiscovery OfCandidates, FalseDiscovery OfPicks) noise)
    {
        double keptFrom = VerificationScoring.KeptFrom(model);
        (FalseDiscovery found, FalseDiscovery ofPicks) = noise;
        (double Logit, double Weight)[] decoys = Decoys(scored, found, keptFrom);
        double noiseShare = logits.Length == 0 ? 0 : ofPicks.Rate(logits.Min() + keptFrom);
        double[] probabilities =
            Probabilities(logits, averages, (noiseShare, decoys), model, keptFrom, out double[] classes);
        double leastPosterior = OutlierRules.PosteriorLimit(
            averages.BestPosterior.Where((_, i) => probabilities[i] >= 0.5));
        List<VerifiedPick> picks = [];
        List<VerifiedMicrograph> micrographs = [];
        foreach (ScoredMicrograph one in scored)
        {
            int first = picks.Count;
            double diameter = model.DiameterAngstrom / one.PixelSizeAngstrom;
            PickFacts[] facts =
            [
                .. one.Picks.Select((pick, i) => averages.Facts(
                    first + i,
                    new PickFacts(pick, logits[first + i], probabilities[first + i])
                    {
                        Ground = collected.Grounds[first + i].Ground,
                        IsAtMask = collected.Grounds[first + i].IsAtMask,
                    })),
            ];
            OutlierReasons[] reasons = OutlierRules.Of(facts, diameter, leastPosterior);
            for (int i = 0; i < facts.Length; i++)
            {
                picks.Add(averages.Describe(
                    first + i,
                    new VerifiedPick(micrographs.Count, one.Picks[i])
                    {
                        Logit = logits[first + i],
                        Probability = probabilities[first + i],
                        Reasons = reasons[i],
                    }));
            }

            micrographs.Add(new VerifiedMicrograph(one.Name, one.Source.Path, one.Size, one.PixelSizeAngstrom)
            {
                Picks = facts.Length,
                ExpectedParticles = facts.Sum(fact => fact.Probability),
                FreeShare = one.FreeShare,
                MaskedShare = one.MaskedShare,
                IsInverted = isInverted,
                LooksDenoised = one.LooksDenoised,
            });
        }

        return averages.Describe(
            new VerificationResult
            {
                DiameterAngstrom = model.DiameterAngstrom,
                Micrographs = micrographs,
                Picks = picks,
                NoiseAnchor = found.Anchor,
                NoiseRates = decoys.Length == 0
                    ? []
                    : NoiseRateCurve.Of(ofPicks, keptFrom, logits, probabilities),
                CandidateLogits = Relative(scored.SelectMany(one => one.OpenLogits), keptFrom),
                DecoyLogits = decoys,
            },
            classes);
    }

    private static double[] Probabilities(
        double[] logits,
        VerifiedAverages averages,
        (double Share, (double Logit, double Weight)[] Decoys) noise,
        PickingModel model,
        double keptFrom,
        out double[] classes)
    {
        (int[] numbers, int count) = averages.Classes;
        if (noise.Decoys.Length >= ClassMixture.LeastDecoys)
        {
            var mixture = ClassMixture.Fit(logits, numbers, count, noise.Share, noise.Decoys);
            classes = mixture.ClassProbabilities;
            return mixture.Probabilities;
        }

        // Without decoys the model's own word holds, and a class has the mean of its picks.
        double[] own = [.. logits.Select(logit => model.Calibration.Probability(logit + keptFrom))];
        classes =
        [
            .. Enumerable.Range(0, count).Select(c =>
                own.Where((_, i) => numbers[i] == c).DefaultIfEmpty(0).Average()),
        ];
        return own;
    }

    private static FalseDiscovery OfPicks(
        IReadOnlyList<ScoredMicrograph> scored, FalseDiscovery candidates, VerificationInput input)
    {
        (double[], NoiseSample)[] picks =
        [
            .. scored.Where(one => one.Noise is not null)
                .Select(one => ((double[])[.. one.Logits.OrderDescending()], one.Noise!)),
        ];
        return input.AreOfSameModel
            ? new FalseDiscovery(picks, candidates)
            : FalseDiscovery.OfOthers(picks, candidates);
    }

    private static (double Logit, double Weight)[] Decoys(
        IReadOnlyList<ScoredMicrograph> scored, FalseDiscovery found, double keptFrom) =>
    [
        .. scored.Select(one => one.Noise).OfType<NoiseSample>()
            .SelectMany(noise =>
            {
                double scale = found.ScaleOf(noise);
                return noise.Logits.Select(logit => (logit - keptFrom, scale));
            })
            .OrderByDescending(decoy => decoy.Item1),
    ];

    private static double[] Relative(IEnumerable<double> logits, double keptFrom) =>
        [.. logits.Select(logit => logit - keptFrom).OrderDescending()];
}
