using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Reports.Html;
using DeepEM.Engine.Reports.Html.Verification;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Tests.Engine.Reports.Html.Verification;

/// <summary>Verifications that nobody made, of any size, with names as unpleasant as names of files can be.</summary>
internal static class MadeUpVerification
{
    private const int Side = 16;

    /// <summary>Names of micrographs; others follow with plain ones.</summary>
    public static IReadOnlyList<string> AwkwardNames { get; } =
    [
        "Movies/</script><script>alert(1)</script>.mrc", "\"quoted\" & 'single' <b>.mrc", "größe µm 粒子 \U0001F9CA.mrc",
        "{{a}} ${b} %c.mrc",
    ];

    /// <summary>Makes all that a report can hold.</summary>
    /// <param name="micrographs">How many micrographs.</param>
    /// <param name="picks">Picks on each.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="thumbnail">A picture for all of them, or null.</param>
    public static VerificationReportInput Make(int micrographs, int picks, int classes, byte[]? thumbnail = null)
    {
        RandomSource random = new(7);
        MicrographSize size = new(4096, 3072);
        VerifiedMicrograph[] all = [.. Enumerable.Range(0, micrographs).Select(i => new VerifiedMicrograph(
            i < AwkwardNames.Count ? AwkwardNames[i] : $"mic_{i:000}.mrc", $"/data/{i}", size, 1.5)
        {
            Picks = picks,
            ExpectedParticles = 0.8 * picks,
            FreeShare = 0.3,
        })];
        VerifiedPick[] found = [.. Enumerable.Range(0, micrographs * picks).Select(i => new VerifiedPick(
            i / Math.Max(1, picks),
            new Particle(size.Width * random.NextDouble(), size.Height * random.NextDouble(), random.NextDouble()))
        {
            Probability = random.NextDouble(),
            Class = classes == 0 ? 0 : 1 + (i % classes),
            LogEvidence = 20 * random.NextDouble(),
            Reasons = i % 3 == 0 ? OutlierReasons.Unexplained | OutlierReasons.MaskEdge : OutlierReasons.None,
        })];
        return new VerificationReportInput
        {
            Result = new VerificationResult
            {
                DiameterAngstrom = 180,
                Micrographs = all,
                Picks = found,
                Classes = Classes(classes, found.Length, random),
                NoiseClasses = Classes(Math.Min(3, classes), 90, random),
                ClassSide = Side,
                ClassPixelSizeAngstrom = 6,
                ClassMaskRadius = 7,
                NoiseRates = [.. Enumerable.Range(0, 9).Select(i => new NoiseRatePoint(
                    0.5 * i,
                    found.Length / (1 + i),
                    40 - (4 * i),
                    Rate: 0.09 - (0.01 * i),
                    Low: 0.06 - (0.007 * i),
                    High: 0.13,
                    Q: 0.05,
                    ByProbabilities: 0.08))],
                NoisePass = 2,
                NoiseAnchor = 0.9,
                CandidateLogits = [.. Enumerable.Range(0, 500).Select(i => 6 - (0.01 * i))],
                DecoyLogits = [.. Enumerable.Range(0, 600).Select(i => (4 - (0.01 * i), 0.5))],
                Guard = new AverageGuard(AverageVerdict.Particles, 12.5, 11, 30, 18, 0.01, 1.9),
                Times = [("noise", TimeSpan.FromSeconds(3.21)), ("classes & guard", TimeSpan.FromSeconds(75))],
            },
            Subject = AwkwardNames[0],
            Thumbnails = thumbnail is null
                ? new Dictionary<int, byte[]>()
                : Enumerable.Range(0, micrographs).ToDictionary(i => i, _ => thumbnail),
            Commands = [new ReportCommand("Select <these>:", "deepem select 'a & b' --classes good.txt --out x")],
            Notes = ["A note with <angle> brackets."],
            Learning = new LearningHistory(
                "epoch", "loss", [new ChartLine("training", [new PlotPoint(0, 1), new PlotPoint(1, double.NaN)])]),
            Settings = [new NamedValue("picks", "<picks>.star")],
            Versions = [new NamedValue("deepem", "0.1.0")],
        };
    }

    private static VerifiedClass[] Classes(int number, int picks, RandomSource random) =>
    [
        .. Enumerable.Range(1, number).Select(i => new VerifiedClass(
            i, [.. Enumerable.Range(0, Side * Side).Select(_ => (float)random.NextDouble())], picks / number)
        {
            Probability = i % 2 == 0 ? 0.2 : 0.9,
            HeldOutEvidence = 10.0 / i,
            Structure = 5.0 / i,
            ResolutionAngstrom = 20 + i,
            LooksEmpty = i == 3,
        }),
    ];
}
