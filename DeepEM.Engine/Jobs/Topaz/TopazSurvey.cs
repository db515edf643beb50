using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>How the images of a caller are shown to the network, found out once for all that belong together.</summary>
/// <remarks>
/// RELION starts the program anew for every micrograph of a job, each time with one binned image
/// <c>proc/rankNNNNNN.mrc</c>. The first of them is looked at in several sizes; what was found stays in that folder for
/// the others, which saves most of their time and keeps all picks of a job of one kind. Elsewhere nothing is left
/// behind.
/// </remarks>
/// <param name="extraction">What is asked for.</param>
/// <param name="scale">The model, set to the images.</param>
internal sealed class TopazSurvey(TopazExtraction extraction, TopazScale scale)
{
    /// <summary>What is kept in the folder of RELION's job.</summary>
    public const string FileName = "deepem_survey.json";

    private const string JobFolder = "proc";
    private const string JobFile = "rank";

    /// <summary>Finds out, or reads what was found out before.</summary>
    /// <param name="backend">Where to compute.</param>
    /// <param name="micrographs">The images.</param>
    /// <param name="settings">How they are picked.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">What was found cannot be kept.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public SurveyResult Run(
        IComputeBackend backend,
        IReadOnlyList<MicrographSource> micrographs,
        PickingRunSettings settings,
        CancellationToken cancellation)
    {
        if (scale.Model.Method.SeesRaw)
        {
            return new SurveyResult(scale.Model.BinnedDiameter, IsInverted: false, 0, []);
        }

        SurveyFile? kept = Kept();
        if (kept?.Read() is { } known)
        {
            return known;
        }

        var sequence = MicrographSequence.Of([.. micrographs.DistinctBy(source => source.Path)]);
        SurveyResult found = PickingSurvey.Look(backend, scale.Model, settings, sequence, cancellation);
        if (found.Micrographs > 0)
        {
            kept?.Write(found, micrographs.Select(source => source.Path));
        }

        return found;
    }

    private SurveyFile? Kept()
    {
        string? folder = extraction.Output is { } output ? Path.GetDirectoryName(Path.GetFullPath(output)) : null;
        return Path.GetFileName(folder) == JobFolder
            && Path.GetFileName(extraction.Output!).StartsWith(JobFile, StringComparison.Ordinal)
                ? new SurveyFile(Path.Combine(folder!, FileName), Key(), static _ => true)
                : null;
    }

    // Another program, model or size begins anew.
    private string Key()
    {
        string model = TopazModel.IsGeneral(extraction.Model)
            ? "general"
            : $"{Path.GetFullPath(extraction.Model!)} {FileIdentity.Stamp(extraction.Model!)}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{BuildIdentity.Text}; {model}; {scale.Diameter:R} px");
    }
}
