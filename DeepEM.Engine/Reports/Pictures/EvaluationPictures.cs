using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>
/// Draws an evaluation: what was found, missed and wrong on each micrograph, and what every threshold gives.
/// </summary>
public static class EvaluationPictures
{
    /// <summary>Writes one picture for each micrograph whose file is known, <c>NAME.png</c>.</summary>
    /// <param name="folder">Where they go; made when missing.</param>
    /// <param name="input">Labels and picks.</param>
    /// <param name="settings">Diameter, pixel size and matching radius.</param>
    /// <param name="masks">Where nothing was picked, or null where that is not known.</param>
    /// <param name="reading">Which image of a file and which order of rows; null for the usual.</param>
    /// <returns>What could not be drawn, each a notice.</returns>
    public static IReadOnlyList<Notice> DrawMicrographs(
        string folder,
        EvaluationInput input,
        EvaluationSettings settings,
        MaskFolder? masks,
        MicrographReading? reading = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(settings);
        List<Notice> failures = [];
        for (int i = 0; i < input.Micrographs.Count; i++)
        {
            if (input.Images[i] is not { } path)
            {
                continue;
            }

            LabelledMicrograph labelled = input.Micrographs[i];
            string name = FileStem.Of(labelled.Name);
            Notice? failure = PictureAttempt.Run(path, () =>
                Save(Path.Combine(folder, $"{name}.png"), Draw(labelled, path, name, settings, masks, reading)));
            failures.AddRange(failure is null ? [] : [failure]);
        }

        return failures;
    }

    private static byte[] Draw(
        LabelledMicrograph labelled,
        string path,
        string name,
        EvaluationSettings settings,
        MaskFolder? masks,
        MicrographReading? reading)
    {
        Micrograph micrograph = MicrographReader.Read(path, reading);
        double radius = settings.RadiusFraction * settings.DiameterPixels;
        MatchSummary found = MatchSummary.Of(BorderRule.Apply([labelled], settings.BorderPixels), radius);
        return MicrographPicture.Draw(
            micrograph,
            [.. EvaluationMarks.Of(labelled, radius)],
            new MicrographPictureSettings
            {
                DiameterPixels = settings.DiameterPixels,
                PixelSizeAngstrom = settings.PixelSizeAngstrom,
                Caption = name,
                Details = string.Create(
                    CultureInfo.InvariantCulture, $"precision {found.Precision:0.00} · recall {found.Recall:0.00}"),
                Mask = masks?.Read(name, micrograph.Height, micrograph.Width)
                    ?.ToPixels(micrograph.Height, micrograph.Width),
            });
    }

    /// <summary>Where the table of a drawn curve goes.</summary>
    /// <param name="picturePath">The picture.</param>
    /// <returns>Its name with ".csv" in place of its ending.</returns>
    public static string CurveTablePath(string picturePath) => Path.ChangeExtension(picturePath, ".csv");

    /// <summary>
    /// Draws precision over recall and the counts at every threshold of everything that was scored, with the picks' own
    /// point, and writes the same as a table beside the picture.
    /// </summary>
    /// <param name="path">The picture; its folder is made when missing.</param>
    /// <param name="input">Labels and picks.</param>
    /// <param name="settings">Diameter, pixel size, matching radius and border.</param>
    /// <param name="threshold">The threshold of the picks, or null where it is not known.</param>
    /// <param name="title">Title, or empty for none.</param>
    /// <returns>What could not be drawn; null where the picture is there.</returns>
    /// <exception cref="IOException">The table could not be written.</exception>
    public static Notice? DrawCurve(
        string path, EvaluationInput input, EvaluationSettings settings, double? threshold, string title)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(settings);
        double radius = settings.RadiusFraction * settings.DiameterPixels;
        MatchSummary picked = MatchSummary.Of(BorderRule.Apply(input.Micrographs, settings.BorderPixels), radius);
        var curve = PrecisionRecallCurve.From(BorderRule.Apply(input.Candidates, settings.BorderPixels), radius);
        var point = new PlotPoint(picked.Recall, picked.Precision);
        Notice? failure =
            PictureAttempt.Run(path, () => Save(path, EvaluationPicture.Draw(curve, point, threshold, title)));
        AtomicFile.WriteText(CurveTablePath(path), writer => CurveTable.Write(writer, curve));
        return failure;
    }

    private static void Save(string path, byte[] picture)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            OutputFolder.Make(folder);
        }

        AtomicFile.Write(path, stream => stream.Write(picture));
    }
}
