using System.Globalization;
using DeepEM.Cli.Output;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Cli.Web;

/// <summary>The command lines that make what a project makes: they stand in its records, and the page shows them.
/// </summary>
internal static class ProjectCommands
{
    /// <summary>A training.</summary>
    /// <param name="project">The project.</param>
    /// <param name="source">What it learns from.</param>
    /// <param name="number">Number of the training.</param>
    public static IReadOnlyList<string> Train(ServedProject project, TrainingSource source, int number)
    {
        ProjectState state = project.State;
        ProjectFolders folders = project.Folders;
        List<string> words = ["train", .. state.Inputs];
        switch (source)
        {
            case TrainingSource.Labels:
                words.AddRange(["--picks", folders.Labels]);
                if (project.CountLabels(LabelKind.Negative) > 0)
                {
                    words.AddRange(["--add-negatives", folders.Rejected]);
                }

                break;

            case TrainingSource.Classes:
                words.AddRange(["--from-verification", folders.Classes(state.Classes)]);
                if (File.Exists(folders.GoodClasses(state.Classes)))
                {
                    words.AddRange(["--classes", folders.GoodClasses(state.Classes)]);
                }

                break;
        }

        if (state.Diameter is { } diameter)
        {
            words.AddRange(["--diameter", Text(diameter)]);
        }

        return [.. words, "--out", folders.Model(number), .. Common(state)];
    }

    /// <summary>A picking of all micrographs.</summary>
    /// <param name="project">The project.</param>
    /// <param name="threshold">Lowest score of a pick; null for that of the project.</param>
    /// <param name="number">Number of the picking.</param>
    public static IReadOnlyList<string> Pick(ServedProject project, double? threshold, int number)
    {
        ProjectState state = project.State;
        List<string> words = ["pick", .. state.Inputs];
        if (project.ModelPath is { } model)
        {
            words.AddRange(["--model", model]);
        }
        else if (state.Diameter is { } diameter)
        {
            words.AddRange(["--diameter", Text(diameter)]);
        }

        if ((threshold ?? state.Threshold) is { } least)
        {
            words.AddRange(["--threshold", Text(least)]);
        }

        return
        [
            .. words, "--out", project.Folders.Picks(number), .. Common(state), "--pictures", "0", "--write-masks",
        ];
    }

    /// <summary>Classes of the picks.</summary>
    /// <param name="project">The project.</param>
    /// <param name="number">Number of the classes.</param>
    public static IReadOnlyList<string> Classify(ServedProject project, int number)
    {
        ProjectState state = project.State;
        List<string> words = ["verify", .. state.Inputs, "--picks", project.Folders.Picks(state.Picks)];
        if (project.ModelPath is { } model)
        {
            words.AddRange(["--model", model]);
        }

        if (state.Diameter is { } diameter)
        {
            words.AddRange(["--diameter", Text(diameter)]);
        }

        return [.. words, "--out", project.Folders.Classes(number), .. Common(state)];
    }

    /// <summary>Files of the picks for another program.</summary>
    /// <param name="project">The project.</param>
    /// <param name="threshold">Lowest score of a pick.</param>
    /// <param name="format">The format, as the command names it.</param>
    /// <param name="folder">Where to.</param>
    public static IReadOnlyList<string> Select(ServedProject project, double threshold, string format, string folder) =>
    [
        "select", project.Folders.Picks(project.State.Picks), "--threshold", Text(threshold), "--to", format,
        .. project.BoxSize is { } box ? new[] { "--box", Text(box) } : [], "--out", folder, "--overwrite",
    ];

    /// <summary>A command line as a shell takes it.</summary>
    /// <param name="words">Its words without the program's name.</param>
    public static string Line(IEnumerable<string> words) => $"deepem {string.Join(' ', words.Select(ShellWord.Of))}";

    private static IEnumerable<string> Common(ProjectState state)
    {
        if (state.PixelSize is { } size)
        {
            yield return "--pixel-size";
            yield return Text(size);
        }

        if (state.Contrast is ParticleContrast.Dark or ParticleContrast.Bright)
        {
            yield return "--contrast";
            yield return state.Contrast == ParticleContrast.Dark ? "dark" : "bright";
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
