using System.Globalization;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Reports.Html;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what a verification found.</summary>
internal static class VerificationText
{
    // Rows of the table on the console; the rest is in the report.
    private const int MostClasses = 12;

    // Names that fit a line.
    private const int MostNamed = 3;

    /// <summary>Writes the summary.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="folder">Where the files are.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(VerificationJobReport report, string folder, TextWriter output)
    {
        VerificationResult found = report.Result;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Of(found.Picks.Count, "pick")} on {Counted.Of(found.Micrographs.Count, "micrograph")}: "
            + $"about {found.Picks.Sum(pick => pick.Probability):F0} particles by score and class"));
        output.WriteLine(Noise(found));
        if (found.Guard is { } guard)
        {
            output.WriteLine(Averages(guard));
        }

        if (found.Classes.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("class   picks   particles   evidence   structure");
            foreach (VerifiedClass one in found.Classes.OrderByDescending(one => one.Count).Take(MostClasses))
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Number,5}   {one.Count,5}   {one.Probability,9:P0}   {one.HeldOutEvidence,8:F1}   "
                    + $"{one.Structure,9:F1}{(one.LooksEmpty ? "   looks empty" : string.Empty)}"));
            }
        }

        output.WriteLine();
        output.WriteLine($"Look at {Path.Combine(folder, "report.html")}; then: deepem select {folder} --out DIR");
    }

    /// <summary>The command lines with which a report goes on once classes are marked.</summary>
    /// <param name="micrographs">The micrographs, as they were named.</param>
    /// <param name="folder">The folder of the verification.</param>
    /// <param name="diameterAngstrom">Particle diameter.</param>
    public static IReadOnlyList<ReportCommand> Commands(
        IReadOnlyList<string> micrographs, string folder, double diameterAngstrom)
    {
        string named = micrographs.Count > MostNamed
            ? "MICROGRAPHS"
            : string.Join(' ', micrographs.Select(ShellWord.Of));
        string diameter = diameterAngstrom.ToString("0.##", CultureInfo.InvariantCulture);
        return
        [
            new("Keep the particles of the good classes:",
                $"deepem select {ShellWord.Of(folder)} --classes good.txt --out selected"),
            new("Train again from them:",
                $"deepem train {named} --from-verification {ShellWord.Of(folder)} --classes good.txt --diameter "
                + $"{diameter} --out model.deepem"),
        ];
    }

    private static string Noise(VerificationResult found)
    {
        if (found.NoiseRates.Count == 0)
        {
            return "How many are noise could not be measured: particles or masks leave no room between them";
        }

        NoiseRatePoint all = found.NoiseOfPicks ?? found.NoiseRates[0];
        NoiseRatePoint best = found.NoiseRates.LastOrDefault(point => point.Threshold <= 0) ?? all;
        string ofBest = best.Picks == all.Picks ? string.Empty : string.Create(
            CultureInfo.InvariantCulture, $", of the {best.Picks} that score as particles do {best.Rate:P1}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Of these picks {all.Rate:P1} ({all.Low:P1} to {all.High:P1}) are maxima of noise{ofBest}; ")
            + "ice, carbon and broken particles are not counted in this";
    }

    private static string Averages(AverageGuard guard) => guard.Verdict switch
    {
        AverageVerdict.Particles => string.Create(
            CultureInfo.InvariantCulture,
            $"The class averages show particles: structure explains {guard.Structure:F1} nats of a pick that had no "
            + $"part in them, {guard.NoiseStructure:F1} of noise"),
        AverageVerdict.Featureless =>
            "The class averages are round or featureless: they confirm that something is there, not what it is",
        AverageVerdict.Noise => "Averages of noise look like these: do not trust them",
        _ => "There are too few picks to say whether the class averages can be trusted",
    };
}
