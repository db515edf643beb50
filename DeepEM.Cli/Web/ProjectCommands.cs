using System.Globalization;
using DeepEM.Cli.Output;
using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Work;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Web;

/// <summary>Command lines that make what the page makes.</summary>
/// <param name="project">The project.</param>
/// <param name="device">Where it computes.</param>
internal sealed class ProjectCommands(ServedProject project, string device)
{
    /// <summary>The training, for the number of its folder.</summary>
    /// <param name="source">What it learns from.</param>
    public Func<int, IReadOnlyList<string>> Train(TrainingSource source) => number =>
    [
        "train", .. project.State.Inputs, .. Source(source), .. Diameter(), .. PixelSize(), .. Contrast(), .. Device(),
        "--out", project.Folders.Model(number),
    ];

    /// <summary>The picking, for the number of its folder.</summary>
    public Func<int, IReadOnlyList<string>> Pick() => number =>
    [
        "pick", .. project.State.Inputs, .. Model(), .. PixelSize(), .. Contrast(),
        .. project.State.Threshold is { } threshold ? new[] { "--threshold", Number(threshold) } : [],
        "--pictures", "0", "--write-masks", .. Device(), "--out", project.Folders.Picks(number),
    ];

    /// <summary>The classes, for the number of their folder.</summary>
    public Func<int, IReadOnlyList<string>> Classify() => number =>
    [
        "verify", .. project.State.Inputs, "--picks", project.Folders.Picks(project.State.Picks),
        .. project.ModelPath is { } model ? new[] { "--model", model } : [], .. Diameter(), .. PixelSize(),
        .. Contrast(), .. Device(), "--out", project.Folders.Classes(number),
    ];

    /// <summary>An export.</summary>
    /// <param name="formats">The formats.</param>
    /// <param name="threshold">Least score of a pick.</param>
    /// <param name="folder">Where to.</param>
    public string Export(IReadOnlyList<CoordinateFormat> formats, double threshold, string folder) => string.Join(
        " && ",
        formats.Select(format => Line(
        [
            "select", project.Folders.Picks(project.State.Picks), "--threshold", Number(threshold),
            "--to", Name(format), .. PixelSize(), "--overwrite",
            "--out", ProjectExport.FolderOf(folder, format, formats.Count),
        ])));

    /// <summary>All of them, for what is next.</summary>
    /// <param name="threshold">Least score of a pick; null for that of the project.</param>
    public CommandAnswer All(double? threshold)
    {
        TrainingSource source = project.CountLabels(Engine.Jobs.Serve.Labels.LabelKind.Particle) > 0
            ? TrainingSource.Labels
            : TrainingSource.Nothing;
        string train = Line(Train(source)(Math.Max(1, project.State.Model)));
        string pick = Line(Pick()(Math.Max(1, project.State.Picks)));
        string select = Export([CoordinateFormat.Relion], threshold ?? project.Threshold, "picks");
        return new CommandAnswer(project.State.Picks > 0 ? select : pick, train, pick);
    }

    private static string Line(IReadOnlyList<string> words) => string.Join(' ', words.Select(ShellWord.Of).Prepend("deepem"));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Name(CoordinateFormat format) => format switch
    {
        CoordinateFormat.Relion => "relion",
        CoordinateFormat.Box => "box",
        CoordinateFormat.Cbox => "cbox",
        _ => "cs",
    };

    private string[] Source(TrainingSource source)
    {
        switch (source)
        {
            case TrainingSource.Labels:
                return project.LabelFolders.Negatives is { } negatives
                    ? ["--picks", project.LabelFolders.Particles, "--add-negatives", negatives]
                    : ["--picks", project.LabelFolders.Particles];

            case TrainingSource.Classes:
                string good = project.Folders.GoodClasses(project.State.Classes);
                string[] folder = ["--from-verification", project.Folders.Classes(project.State.Classes)];
                return File.Exists(good) ? [.. folder, "--classes", good] : folder;

            default:
                return [];
        }
    }

    private IEnumerable<string> Model() => project.ModelPath is { } model ? ["--model", model] : Diameter();

    private IEnumerable<string> Diameter() =>
        project.State.Diameter is { } diameter ? ["--diameter", Number(diameter)] : [];

    private IEnumerable<string> PixelSize() =>
        project.State.PixelSize is { } pixelSize ? ["--pixel-size", Number(pixelSize)] : [];

    private IEnumerable<string> Contrast() => project.State.Contrast switch
    {
        ParticleContrast.Dark => ["--contrast", "dark"],
        ParticleContrast.Bright => ["--contrast", "bright"],
        _ => [],
    };

    private IEnumerable<string> Device() => device == "auto" ? [] : ["--device", device];
}
