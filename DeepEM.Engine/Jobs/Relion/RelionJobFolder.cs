using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Jobs.Relion;

/// <summary>The folder of a job in a RELION project, and the files by which RELION and the job talk to each other.
/// </summary>
/// <remarks>
/// RELION looks once a second for one of three empty files, which tell it the end of the job and how it came; nothing
/// else does. It asks a job to stop by <see cref="AbortFile"/>. Its own files in the folder (<c>job.star</c>,
/// <c>run.out</c> and others) are read at most.
/// </remarks>
/// <param name="path">The folder, below the project, which is the current folder.</param>
public sealed class RelionJobFolder(string path)
{
    /// <summary>There when RELION asks the job to stop.</summary>
    public const string AbortFile = "RELION_JOB_ABORT_NOW";

    /// <summary>Pictures to look at, as RELION's own jobs have them.</summary>
    public const string LogFile = "logfile.pdf";

    /// <summary>The model of a training.</summary>
    public const string ModelFile = "model.deepem";

    // By the part after "coords_suffix" RELION 3.1 finds the picks of each micrograph.
    private const string SuffixFile = "coords_suffix_autopick.star";

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The file by which RELION asks the job to stop.</summary>
    public string AbortPath => PathOf(AbortFile);

    /// <summary>Whether RELION waits for the end of a job: its folder is there.</summary>
    public bool Exists => Directory.Exists(path);

    /// <summary>Takes back what an earlier run of the same job said of its end.</summary>
    /// <exception cref="IOException">A file could not be removed.</exception>
    public void Begin()
    {
        foreach (RelionJobEnd end in Enum.GetValues<RelionJobEnd>())
        {
            AtomicFile.Delete(PathOf(ExitFile(end)));
        }
    }

    /// <summary>Tells RELION the end of the job, after what it made of it; the last that a job does.</summary>
    /// <param name="end">How it ended.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void End(RelionJobEnd end)
    {
        if (end == RelionJobEnd.Success)
        {
            WriteNodes();
        }

        AtomicFile.Delete(AbortPath);
        Begin();
        AtomicFile.WriteText(PathOf(ExitFile(end)), _ => { });
    }

    /// <summary>Which RELION the job was started by, by its <c>job.star</c>.</summary>
    public RelionRelease Release()
    {
        try
        {
            StarTable? job = File.Exists(PathOf("job.star")) ? StarReader.Read(PathOf("job.star")).Find("job") : null;
            return job is null ? RelionRelease.Unknown
                : job.HasColumn("_rlnJobIsTomo") ? RelionRelease.Five
                : job.HasColumn("_rlnJobTypeLabel") ? RelionRelease.Four
                : job.HasColumn("_rlnJobType") ? RelionRelease.Three
                : RelionRelease.Unknown;
        }
        catch (InvalidFileException)
        {
            // RELION writes the file; what is in the way of reading it is nothing to stop for.
            return RelionRelease.Unknown;
        }
    }

    /// <summary>Writes what a picking has for RELION beside its picks: the file by which 3.1 finds them, and the
    /// pictures as a document.</summary>
    /// <param name="micrographs">What was named as micrographs.</param>
    /// <returns>What could not be drawn; null where nothing is odd.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public Notice? FinishPicking(IReadOnlyList<string> micrographs)
    {
        if (Release() is RelionRelease.Three or RelionRelease.Unknown
            && micrographs is [string list] && list.EndsWith(".star", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.WriteText(PathOf(SuffixFile), writer => writer.Write($"{list}\n"));
        }

        return WriteLog(PickingOutputs.OverviewFile, PickingOutputs.ThresholdPictureFile);
    }

    /// <summary>Writes the pictures of a training as a document.</summary>
    /// <param name="model">The model's name in the folder.</param>
    /// <returns>What could not be drawn; null where nothing is odd.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public Notice? FinishTraining(string model) => WriteLog(TrainingOutputs.CurvePicture(model));

    private Notice? WriteLog(params IEnumerable<string> pictures)
    {
        string[] there = [.. pictures.Select(PathOf).Where(File.Exists)];
        AtomicFile.Delete(PathOf(LogFile));
        return there.Length == 0
            ? null
            : PictureAttempt.Run(PathOf(LogFile), () => PictureDocument.Write(PathOf(LogFile), there));
    }

    private void WriteNodes()
    {
        List<(string File, RelionOutputNode Node)> nodes =
        [
            (PickingOutputs.ListFile, RelionOutputNode.Coordinates),
            (SuffixFile, RelionOutputNode.Coordinates),
            (LogFile, RelionOutputNode.LogFile),
            .. Directory.EnumerateFiles(path, $"*{System.IO.Path.GetExtension(ModelFile)}")
                .Order(StringComparer.Ordinal)
                .Select(model => (System.IO.Path.GetFileName(model), RelionOutputNode.Model)),
        ];
        string folder = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, path).Replace('\\', '/');
        RelionOutputNodes.Write(
            PathOf(RelionOutputNodes.FileName),
            Release(),
            nodes.Where(node => File.Exists(PathOf(node.File)))
                .Select(node => ($"{folder.TrimEnd('/')}/{node.File}", node.Node)));
    }

    private string PathOf(string name) => System.IO.Path.Combine(path, name);

    private static string ExitFile(RelionJobEnd end) => end switch
    {
        RelionJobEnd.Success => "RELION_JOB_EXIT_SUCCESS",
        RelionJobEnd.Failure => "RELION_JOB_EXIT_FAILURE",
        _ => "RELION_JOB_EXIT_ABORTED",
    };
}
