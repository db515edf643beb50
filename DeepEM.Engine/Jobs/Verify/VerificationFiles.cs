using System.Globalization;
using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Names of what a verification leaves in its folder.</summary>
/// <param name="folder">The folder as it was named. RELION's files name each other by it: relative to the project, as
/// RELION wants it, where the run was started in the project.</param>
public sealed class VerificationFiles(string folder)
{
    /// <summary>The picks with class and probability; a folder that has it is a verification.</summary>
    public const string PicksName = RelionJobFiles.Verification;

    /// <summary>What RELION has no label for, a line for each pick.</summary>
    public const string PickTableName = "verification.csv";

    /// <summary>A line for each class.</summary>
    public const string ClassTableName = "classes.csv";

    /// <summary>A line for each micrograph.</summary>
    public const string MicrographTableName = "micrographs.csv";

    /// <summary>Noise among the picks by threshold.</summary>
    public const string NoiseTableName = "fdr.csv";

    /// <summary>Whether the class averages can be trusted.</summary>
    public const string GuardTableName = "guard.csv";

    /// <summary>The class averages, a section each.</summary>
    public const string AveragesName = "classes.mrcs";

    /// <summary>Averages of noise.</summary>
    public const string NoiseAveragesName = "decoy_classes.mrcs";

    /// <summary>The class averages as RELION's class ranker lists them.</summary>
    public const string AverageListName = "class_averages.star";

    /// <summary>Which classes are selected before a person looks at them.</summary>
    public const string BackupSelectionName = "backup_selection.star";

    /// <summary>The report for people.</summary>
    public const string ReportName = "report.html";

    /// <summary>RELION's iteration; its file names and its optimiser have to say one.</summary>
    internal const int Iteration = 20;

    /// <summary>The folder as it was named.</summary>
    public string Folder { get; } = folder;

    /// <summary>The picks with class and probability.</summary>
    public string Picks => PathOf(PicksName);

    /// <summary>What RELION has no label for, a line for each pick.</summary>
    public string PickTable => PathOf(PickTableName);

    /// <summary>A line for each class.</summary>
    public string ClassTable => PathOf(ClassTableName);

    /// <summary>A line for each micrograph.</summary>
    public string MicrographTable => PathOf(MicrographTableName);

    /// <summary>Noise among the picks by threshold.</summary>
    public string NoiseTable => PathOf(NoiseTableName);

    /// <summary>Whether the class averages can be trusted.</summary>
    public string GuardTable => PathOf(GuardTableName);

    /// <summary>The class averages.</summary>
    public string Averages => PathOf(AveragesName);

    /// <summary>Averages of noise.</summary>
    public string NoiseAverages => PathOf(NoiseAveragesName);

    /// <summary>The list of class averages.</summary>
    public string AverageList => PathOf(AverageListName);

    /// <summary>Which classes are selected.</summary>
    public string BackupSelection => PathOf(BackupSelectionName);

    /// <summary>The report for people.</summary>
    public string Report => PathOf(ReportName);

    /// <summary>What the names of RELION's own files begin with.</summary>
    public string Root => PathOf("run");

    /// <summary>The file that RELION's display opens.</summary>
    public string Optimiser => OfIteration("optimiser");

    /// <summary>The classes as RELION's refinement writes them.</summary>
    public string Model => OfIteration("model");

    /// <summary>The picks again, under the name that RELION derives from that of the model.</summary>
    public string Data => OfIteration("data");

    /// <summary>All files that <see cref="VerificationOutputs"/> may write, the one that makes the folder a
    /// verification last.</summary>
    public IReadOnlyList<string> All =>
    [
        PickTable, ClassTable, MicrographTable, NoiseTable, GuardTable, Averages, NoiseAverages, AverageList,
        BackupSelection, Data, Model, Optimiser, Picks,
    ];

    /// <summary>The folder of a verification.</summary>
    /// <param name="path">Any path: the folder, or the table of picks in it.</param>
    /// <returns>The folder; null where the path is neither.</returns>
    public static string? FolderOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string folder = Path.GetFileName(path) == PicksName && File.Exists(path)
            ? Path.GetDirectoryName(path) is { Length: > 0 } above ? above : "."
            : path;
        bool isOne = File.Exists(Path.Combine(folder, PicksName))
            && (folder == path || File.Exists(Path.Combine(folder, MicrographTableName)));
        return isOne ? folder : null;
    }

    private string OfIteration(string what) => PathOf(string.Create(
        CultureInfo.InvariantCulture, $"run_it{Iteration:000}_{what}.star"));

    private string PathOf(string name) => Path.Combine(Folder, name);
}
