using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Jobs.Extract;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Extract;

/// <summary>The real relion_preprocess cuts the same boxes out of the same project.</summary>
public sealed class RelionExtractionTests
{
    private const string Program = "relion_preprocess";

    // RELION computes in double precision too, so that most pixels are equal; this is the bar that was set.
    private const double Tolerance = 1e-4;

    private ExtractionProject _project = null!;

    [SetUp]
    public void Make_project()
    {
        if (!$"{Environment.GetEnvironmentVariable("PATH")}".Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, Program))))
        {
            Assert.Ignore($"{Program} is not installed; Debian has it in the package relion.");
        }

        _project = new ExtractionProject();
    }

    [TearDown]
    public void Remove_project() => _project?.Dispose();

    [TestCaseSource(typeof(ExtractionCases), nameof(ExtractionCases.Names))]
    public void Stacks_agree_and_the_tables_say_the_same(string name)
    {
        RunRelion(ExtractionCases.RelionOptions(name));
        ExtractionReport report = ExtractionJob.Run(
            MicrographList.Expand([_project[ExtractionProject.List]], TextReader.Null, keepsRows: true),
            _project[ExtractionProject.Picks],
            new ExtractionSettings(_project["Ours"], ExtractionCases.Settings(name)));

        Assert.That(report.Failures, Is.Empty);
        double largest = 0;
        foreach (string micrograph in ExtractionProject.Picked)
        {
            float[][] theirs = ExtractionProject.Images(_project[$"Extract/Movies/{micrograph}.mrcs"]);
            float[][] ours = ExtractionProject.Images(_project[$"Ours/Movies/{micrograph}.mrcs"]);
            Assert.That(ours, Has.Length.EqualTo(theirs.Length), micrograph);
            largest = Math.Max(largest, ours.Zip(theirs).Max(pair =>
                pair.First.Zip(pair.Second).Max(pixels => Math.Abs(pixels.First - pixels.Second))));
        }

        TestContext.Out.WriteLine($"largest difference {largest:E2}");
        Assert.That(largest, Is.LessThanOrEqualTo(Tolerance));
        Assert.That(Table("Ours", _project["Ours/"]), Is.EqualTo(Table("Extract", "Extract/")));
    }

    // Labels and values, numbers as numbers, without what the two add for a newer version.
    private string[][] Table(string folder, string prefix)
    {
        string[] lines = File.ReadAllLines(_project[$"{folder}/particles.star"]);
        bool isNewer = lines.Any(line => line.StartsWith("_rlnCtfDataAreCtfPremultiplied", StringComparison.Ordinal));
        return
        [
            .. lines.Where(line => line.Trim().Length > 0
                    && !line.StartsWith("_rlnCtfDataAreCtfPremultiplied", StringComparison.Ordinal))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(words => isNewer && words.Length == 10 && words[8] == "2" ? words[..9] : words)
                .Select(words => (string[])[.. words.Select(word => Plain(word, prefix))]),
        ];
    }

    private static string Plain(string word, string prefix) =>
        double.TryParse(word, CultureInfo.InvariantCulture, out double number)
            ? Math.Round(number, 5).ToString("R", CultureInfo.InvariantCulture)
            : word.Replace(prefix, "", StringComparison.Ordinal);

    private void RunRelion(string[] options)
    {
        ProcessStartInfo start = new(
            Program,
            [
                "--i", ExtractionProject.List, "--coord_dir", "AutoPick/job011/", "--coord_suffix", "_autopick.star",
                "--part_dir", "Extract/", "--part_star", "Extract/particles.star", "--extract", .. options,
            ])
        {
            WorkingDirectory = _project.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process relion = Process.Start(start)!;
        Task<string> said = relion.StandardError.ReadToEndAsync();
        _ = relion.StandardOutput.ReadToEnd();
        relion.WaitForExit();
        Assert.That(relion.ExitCode, Is.Zero, said.Result);
    }
}
