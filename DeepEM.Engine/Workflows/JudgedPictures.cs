using DeepEM.Engine.Evaluation;
using DeepEM.Engine.Files;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Pictures;

namespace DeepEM.Engine.Workflows;

/// <summary>
/// Draws an evaluation: what was found, missed and wrong on each micrograph, and precision over recall.
/// </summary>
public static class JudgedPictures
{
    /// <summary>Writes one picture for each micrograph whose file is known, <c>NAME.png</c>.</summary>
    /// <param name="folder">Where they go; made when missing.</param>
    /// <param name="input">Labels and picks.</param>
    /// <param name="settings">Diameter, pixel size and matching radius.</param>
    /// <param name="masks">Where nothing was picked, or null where that is not known.</param>
    /// <param name="reading">Which image of a file and which order of rows; null for the usual.</param>
    /// <returns>How many were drawn.</returns>
    /// <exception cref="InvalidFileException">A micrograph or mask cannot be read.</exception>
    /// <exception cref="IOException">A picture could not be written.</exception>
    public static int DrawMicrographs(
        string folder,
        EvaluationInput input,
        EvaluationSettings settings,
        MaskFolder? masks,
        MicrographReading? reading = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(settings);
        int drawn = 0;
        for (int i = 0; i < input.Micrographs.Count; i++)
        {
            if (input.Images[i] is not { } path)
            {
                continue;
            }

            string name = FileStem.Of(input.Micrographs[i].Name);
            Micrograph micrograph = MicrographReader.Read(path, reading);
            byte[] picture = MicrographPicture.Draw(
                micrograph,
                [.. JudgedMarks.Of(input.Micrographs[i], settings.RadiusFraction * settings.DiameterPixels)],
                new MicrographPictureSettings
                {
                    DiameterPixels = settings.DiameterPixels,
                    PixelSizeAngstrom = settings.PixelSizeAngstrom,
                    Caption = name,
                    Mask = masks?.Read(name, micrograph.Height, micrograph.Width)
                        ?.ToPixels(micrograph.Height, micrograph.Width),
                });
            Save(Path.Combine(folder, $"{name}.png"), picture);
            drawn++;
        }

        return drawn;
    }

    /// <summary>Writes the precision-recall curve of everything that was scored, with the picks' own point.</summary>
    /// <param name="path">The picture; its folder is made when missing.</param>
    /// <param name="input">Labels and picks.</param>
    /// <param name="settings">Diameter, pixel size and matching radius.</param>
    /// <param name="title">Title, or empty for none.</param>
    /// <exception cref="IOException">The picture could not be written.</exception>
    public static void DrawCurve(string path, EvaluationInput input, EvaluationSettings settings, string title)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(settings);
        double radius = settings.RadiusFraction * settings.DiameterPixels;
        MatchSummary picked = MatchSummary.Of(input.Micrographs, radius);
        IEnumerable<Pictures.CurvePoint> curve = PrecisionRecallCurve.From(input.Candidates, radius).Points
            .Select(p => new Pictures.CurvePoint(p.Recall, p.Precision));
        var series = new PrecisionRecallSeries(
            "everything scored", [.. curve], new Pictures.CurvePoint(picked.Recall, picked.Precision));
        Save(path, PrecisionRecallPicture.Draw([series], title));
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
