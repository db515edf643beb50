using System.Text;
using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>Goes through data sets, numbers of labels and seeds: trains, picks and evaluates each.</summary>
/// <remarks>
/// Folder layout: <c>study.csv</c>, a row for each case, written after each; <c>SET/labels-N-seed-S/</c> with the model
/// and its picks on the test micrographs; at the end <c>study.md</c> and <c>study.png</c>. Rows that are there already,
/// of the same program and the same plan for their set, are not computed again.
/// </remarks>
public static class StudyRun
{
    /// <summary>Where the rows are.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <returns>A path within it.</returns>
    public static string TablePath(string folder) => Path.Combine(folder, "study.csv");

    /// <summary>Runs a study.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="plan">The data sets.</param>
    /// <param name="folder">Where everything goes; made when missing.</param>
    /// <param name="settings">Numbers of labels and seeds.</param>
    /// <param name="context">Whom to report to and when to stop; the rows that are finished stay.</param>
    /// <returns>All rows, and what failed.</returns>
    /// <exception cref="InvalidFileException">The table of an earlier run cannot be read.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static StudyReport Run(
        IComputeBackend backend,
        StudyPlan plan,
        string folder,
        StudySettings settings,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        OutputFile.RequireFolder(folder);
        OutputFolder.Make(folder);
        List<Notice> warnings = [];
        List<Notice> failures = [];
        Dictionary<string, string> recipes = plan.Sets.ToDictionary(set => set.Name, RecipeOf);
        Dictionary<StudyCase, StudyRow> rows = Earlier(TablePath(folder), recipes, warnings);
        int skipped = 0;
        var shown = new StudyProgress(context.Progress, plan.Sets.Sum(set => Cases(set, settings).Count));
        foreach (StudySet set in plan.Sets)
        {
            List<StudyCase> cases = Cases(set, settings);
            StudyCase[] open = [.. cases.Where(of => !rows.ContainsKey(of))];
            skipped += cases.Count - open.Length;
            shown.End(cases.Count - open.Length);
            if (open.Length > 0 && Try(set.Name, () => StudySetInput.Load(set)) is { } input)
            {
                warnings.AddRange(input.Training.Notices);
                open = [.. WithEnough(open, input.Labels, warnings)];
                RunCases(open, new StudyCaseRun(backend, set, input, recipes[set.Name]));
            }
        }

        StudyRow[] sorted = Sorted();
        StudyOutputs.Write(folder, sorted);
        var report = new StudyReport(sorted, skipped, failures, warnings);
        RunRecord.Of(context.Arguments, backend.DeviceName, Record(plan, settings, report, context.Threads))
            .Write(Path.Combine(folder, RunRecord.FileName));
        return report;

        void RunCases(StudyCase[] open, StudyCaseRun run)
        {
            foreach (StudyCase of in open)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                shown.Begin(of);
                string place = Path.Combine(folder, of.Folder);
                if (Try(of.Folder, () => run.Run(of, place, context with { Progress = shown })) is { } row)
                {
                    rows[of] = row;
                    StudyTable.Write(TablePath(folder), Sorted());
                }

                shown.End();
            }
        }

        // A set that cannot be used, or one training that cannot be done, does not stop the others.
        T? Try<T>(string what, Func<T> work)
            where T : class
        {
            try
            {
                return work();
            }
            catch (Exception exception) when (exception is InvalidFileException or TrainingDataException)
            {
                failures.Add(Notice.Failure((NoticedException)exception) with
                {
                    Subject = what,
                    Text = exception.Message,
                });
                return null;
            }
        }

        StudyRow[] Sorted()
        {
            List<string> names = [.. plan.Sets.Select(set => set.Name)];
            return
            [
                .. rows.Values.OrderBy(row => (uint)names.IndexOf(row.Case.Set))
                    .ThenBy(row => row.Case.Set, StringComparer.Ordinal)
                    .ThenBy(row => row.Case.Order)
                    .ThenBy(row => row.Case.Seed),
            ];
        }
    }

    private static List<StudyCase> Cases(StudySet set, StudySettings settings)
    {
        List<StudyCase> cases = set.General ? [StudyCase.General(set.Name)] : [];
        if (set.TrainMicrographs is not null)
        {
            cases.AddRange(settings.Labels.OrderBy(labels => labels ?? int.MaxValue)
                .SelectMany(labels => settings.Seeds.Select(seed => new StudyCase(set.Name, labels, seed))));
        }

        return cases;
    }

    private static IEnumerable<StudyCase> WithEnough(StudyCase[] open, int labels, List<Notice> warnings)
    {
        warnings.AddRange(open.Where(of => of.Labels > labels)
            .Select(of => Notice.Warning(
                of.Set, NoticeCode.FewLabels, $"{of.LabelText} labels are skipped, the set has {labels}"))
            .Distinct());
        return open.Where(of => !(of.Labels > labels));
    }

    private static Dictionary<StudyCase, StudyRow> Earlier(
        string path, Dictionary<string, string> recipes, List<Notice> warnings)
    {
        IReadOnlyList<StudyRow> rows = StudyTable.Read(path);
        StudyRow[] kept =
            [.. rows.Where(row => recipes.GetValueOrDefault(row.Case.Set, row.Recipe) == row.Recipe)];
        if (kept.Length < rows.Count)
        {
            warnings.Warn(
                path,
                NoticeCode.EarlierResult,
                $"{rows.Count - kept.Length} of {rows.Count} rows are of another plan for their set or of "
                + "another build of the program; they are computed again where they are asked for");
        }

        return kept.DistinctBy(row => row.Case).ToDictionary(row => row.Case);
    }

    private static Dictionary<string, object?> Record(
        StudyPlan plan, StudySettings settings, StudyReport report, int? threads) => new()
        {
            ["Sets"] = plan.Sets,
            ["Labels"] = settings.Labels,
            ["Seeds"] = settings.Seeds,
            ["Threads"] = threads,
            ["Rows"] = report.Rows.Count,
            ["Skipped"] = report.Skipped,
            ["Failures"] = report.Failures.Select(failure => failure.ToString()).ToArray(),
        };

    private static string RecipeOf(StudySet set)
    {
        string text = BuildIdentity.Text + JsonSerializer.Serialize(set);
        return System.Convert.ToHexStringLower(Sha256Digest.Of(Encoding.UTF8.GetBytes(text)))[..12];
    }
}
