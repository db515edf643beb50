using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Jobs.Select;

/// <summary>Chooses among verified picks, in memory, in one fixed order: mask, duplicates, outliers, classes,
/// threshold, distance.</summary>
/// <remarks>A pick is dropped for the first reason that applies, so the reasons add up to what is missing.</remarks>
internal sealed class VerifiedChoice
{
    public const string Mask = "mask";
    public const string Class = "class";
    public const string Threshold = "threshold";
    public const string Distance = "distance";
    public const string Limit = "max-per-micrograph";

    private readonly VerificationResult _result;
    private readonly SelectionSettings _settings;
    private readonly VerifiedRules _rules;
    private readonly string?[] _reasons;
    private readonly List<string> _order = [];

    /// <summary>Begins with all picks.</summary>
    /// <param name="result">What was verified.</param>
    /// <param name="settings">What is asked for.</param>
    public VerifiedChoice(VerificationResult result, SelectionSettings settings)
    {
        (_result, _settings, _rules) = (result, settings, settings.Verified ?? new VerifiedRules());
        _reasons = new string?[result.Picks.Count];
    }

    /// <summary>For each pick why it is dropped; null for those that stay.</summary>
    public IReadOnlyList<string?> Reasons => _reasons;

    /// <summary>Every reason in the order of the steps, and how many picks it took; those that took none too.</summary>
    public IReadOnlyList<(string Reason, int Picks)> Sums =>
        [.. _order.Select(reason => (reason, _reasons.Count(one => one == reason)))];

    /// <summary>Least probability that was asked for or that a precision came to; null where something else was asked
    /// for.</summary>
    public double? LeastProbability { get; private set; }

    /// <summary>The row of the table of noise that was taken, where its share was asked for.</summary>
    public NoiseRatePoint? Noise { get; private set; }

    /// <summary>Takes all steps.</summary>
    /// <param name="masks">For each micrograph where not to pick, null where nothing says it.</param>
    /// <param name="classes">The classes to keep, 0 for picks without a class; null for all.</param>
    /// <param name="warnings">Receives what was out of reach.</param>
    public void Run(IReadOnlyList<MicrographMask?> masks, IReadOnlySet<int>? classes, ICollection<Notice> warnings)
    {
        Drop(Mask, n => masks[Pick(n).Micrograph]?.Covers(Pick(n).Particle) == true);
        IEnumerable<(OutlierReasons Reason, string Word)> outliers =
            OutlierWords.All.Where(one => _rules.Drop.HasFlag(one.Reason));
        foreach ((OutlierReasons reason, string word) in
            outliers.OrderByDescending(one => one.Reason == OutlierReasons.Duplicate))
        {
            Drop(word, n => Pick(n).Reasons.HasFlag(reason));
        }

        Drop(Class, n => classes?.Contains(Pick(n).Class) == false);
        Func<int, bool> isKept = Rule(warnings);
        Drop(Threshold, n => !isKept(n));
        DropOnMicrographs(Distance, _settings with { MostPerMicrograph = null });
        DropOnMicrographs(Limit, _settings with { MinimumDistanceAngstrom = null });
    }

    private VerifiedPick Pick(int number) => _result.Picks[number];

    private int[] Kept() => [.. Enumerable.Range(0, _reasons.Length).Where(n => _reasons[n] is null)];

    private void Drop(string reason, Func<int, bool> isMeant)
    {
        _order.Add(reason);
        foreach (int number in Kept().Where(isMeant))
        {
            _reasons[number] = reason;
        }
    }

    private Func<int, bool> Rule(ICollection<Notice> warnings)
    {
        if (_settings.Count is { } count)
        {
            HashSet<int> best = [.. Kept().OrderByDescending(n => Pick(n).Probability).Take(count)];
            return best.Contains;
        }

        if (_rules.MostNoise is { } noise)
        {
            Noise = NoiseThreshold.For(_result, noise);
            if (Noise is null)
            {
                Warn($"no threshold can promise a share of noise of {noise}", warnings);
            }

            return n => Noise is not null && Pick(n).Logit >= Noise.Threshold;
        }

        LeastProbability = _rules.MinimumProbability ?? VerifiedRules.UsualProbability;
        if (_settings.TargetPrecision is { } precision)
        {
            LeastProbability = PickChoice.ThresholdFor(Kept().Select(n => Pick(n).Probability), precision);
            if (LeastProbability is null)
            {
                Warn($"not even the best pick is expected to reach a precision of {precision}", warnings);
            }
        }

        return n => Pick(n).Probability >= LeastProbability;
    }

    private static void Warn(FormattableString text, ICollection<Notice> warnings) => warnings.Warn(
        string.Empty, NoticeCode.PrecisionOutOfReach, text.ToString(CultureInfo.InvariantCulture));

    private void DropOnMicrographs(string reason, SelectionSettings settings)
    {
        HashSet<int> stay = [];
        foreach (IGrouping<int, int> group in Kept().GroupBy(n => Pick(n).Micrograph))
        {
            VerifiedMicrograph micrograph = _result.Micrographs[group.Key];
            MicrographPicks picks = new(
                micrograph.Name,
                micrograph.Path,
                [.. group.Select(n => Pick(n).Particle with { FigureOfMerit = Pick(n).Probability, Row = n })])
            {
                PixelSizeAngstrom = settings.PixelSizeAngstrom ?? micrograph.PixelSizeAngstrom,
            };
            stay.UnionWith(PickChoice.OnMicrograph(picks, settings).Particles.Select(particle => particle.Row));
        }

        Drop(reason, n => !stay.Contains(n));
    }
}
