using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Bins and normalises images for a caller of Topaz, each to STEM.mrc.</summary>
public static class TopazPreparationJob
{
    /// <summary>Prepares images; one that cannot be read does not stop the others.</summary>
    /// <param name="images">The files.</param>
    /// <param name="preparation">What is done.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>The images that could not be used, each with its reason.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<Notice> Run(
        IReadOnlyList<string> images, TopazPreparation preparation, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(preparation);
        context ??= JobContext.Silent;
        List<Notice> failures = [];
        for (int i = 0; i < images.Count; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            try
            {
                string target = Target(images[i], preparation.Output, images.Count);
                OutputFile.RequireOrFolder([target], images);
                OutputFolder.Make(Path.GetDirectoryName(Path.GetFullPath(target))!);
                Prepare(images[i], target, preparation);
            }
            catch (NoticedException failure) when (failure is InvalidFileException or SettingsException)
            {
                failures.Add(Notice.Failure(failure));
            }

            context.Progress?.Report(new StageProgress("Preparing", i + 1, images.Count));
        }

        return failures;
    }

    private static string Target(string image, string output, int images) =>
        images == 1 && output.EndsWith(".mrc", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(output)
            ? output
            : Path.Combine(output, $"{TopazTable.NameOf(image)}.mrc");

    private static void Prepare(string image, string target, TopazPreparation preparation)
    {
        Micrograph micrograph = MicrographReader.Read(image, MicrographReading.Default);
        (int height, int width) = (micrograph.Height, micrograph.Width);
        if (Math.Min(height, width) < preparation.Ratio)
        {
            throw new InvalidFileException(
                image,
                FormattableString.Invariant(
                    $"{width}×{height} px cannot be made {preparation.Ratio} times smaller"));
        }

        float[] pixels = FourierBinning.Apply(
            micrograph.Pixels, height, width, preparation.Ratio, preparation.Threads);
        MrcWriter.Write(
            target,
            preparation.Normalises ? Normalised(pixels) : pixels,
            FourierBinning.Side(height, preparation.Ratio),
            FourierBinning.Side(width, preparation.Ratio),
            micrograph.PixelSizeAngstrom * preparation.Ratio);
    }

    // An image without any contrast keeps its zeros.
    private static float[] Normalised(float[] pixels)
    {
        double mean = 0;
        foreach (float pixel in pixels)
        {
            mean += pixel;
        }

        mean /= pixels.Length;
        double square = 0;
        foreach (float pixel in pixels)
        {
            square += (pixel - mean) * (pixel - mean);
        }

        double deviation = Math.Sqrt(square / pixels.Length);
        double scale = deviation > 0 ? 1 / deviation : 0;
        return [.. pixels.Select(pixel => (float)((pixel - mean) * scale))];
    }
}
