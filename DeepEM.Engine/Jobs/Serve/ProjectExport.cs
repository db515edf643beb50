using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Select;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>Files of a project's picks for other programs, by the job that the command runs.</summary>
public static class ProjectExport
{
    private const string ModelName = "model.deepem";

    /// <summary>The folder that a format goes to: of several each has one of its own.</summary>
    /// <param name="folder">The folder of the export.</param>
    /// <param name="format">The format.</param>
    /// <param name="formats">How many there are.</param>
    public static string FolderOf(string folder, CoordinateFormat format, int formats) =>
        formats == 1 ? folder : Path.Combine(folder, format.ToString().ToLowerInvariant());

    /// <summary>Writes the picks of the last picking.</summary>
    /// <param name="project">The project.</param>
    /// <param name="formats">The formats.</param>
    /// <param name="threshold">Least figure of merit of a pick.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="hasModel">Whether the model is copied, too.</param>
    /// <param name="context">Whom to report to and when to stop.</param>
    /// <returns>The files.</returns>
    /// <exception cref="SettingsException">Nothing was picked yet.</exception>
    /// <exception cref="InvalidFileException">Picks cannot be read.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static IReadOnlyList<string> Run(
        ServedProject project,
        IReadOnlyList<CoordinateFormat> formats,
        double threshold,
        string folder,
        bool hasModel,
        JobContext context)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(formats);
        ArgumentNullException.ThrowIfNull(context);
        ProjectState state = project.State;
        if (state.Picks == 0)
        {
            throw new SettingsException(
                string.Empty, NoticeCode.NothingThere, "nothing was picked yet; pick all micrographs first");
        }

        List<string> files = [];
        foreach (CoordinateFormat format in formats.Distinct())
        {
            SelectionSettings settings = new(format, FolderOf(folder, format, formats.Count))
            {
                Threshold = threshold,
                Overwrite = true,
                PixelSizeAngstrom = state.PixelSize,
                BoxSize = project.BoxSize,
            };
            files.AddRange(SelectionJob.Run(project.Folders.Picks(state.Picks), settings, context).Files);
        }

        if (hasModel && project.ModelPath is { } model)
        {
            byte[] content = InputFile.ReadAll(model);
            string path = Path.Combine(folder, ModelName);
            OutputFolder.Make(folder);
            AtomicFile.Write(path, stream => stream.Write(content));
            files.Add(path);
        }

        return files;
    }
}
