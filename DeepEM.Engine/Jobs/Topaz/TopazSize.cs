using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Diameters;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Measures how many pixels a particle has across, where a caller of Topaz does not say it.</summary>
internal static class TopazSize
{
    // As many as a search needs, and few enough to wait for.
    private const int MostMicrographs = 3;

    // The search expects particles of usual size in angstrom; binned images have pixels about as large.
    private const double PixelSizeAngstrom = 5;

    /// <summary>Measures.</summary>
    /// <param name="backend">Where to compute.</param>
    /// <param name="micrographs">The images' files.</param>
    /// <param name="context">Whom to tell, and when to stop.</param>
    /// <returns>The diameter, pixels.</returns>
    /// <exception cref="InvalidFileException">No image can be read, or none shows particles of one size.</exception>
    public static double Measure(IComputeBackend backend, IReadOnlyList<string> micrographs, JobContext context)
    {
        List<(BinnedMicrograph, double)> read = [];
        InvalidFileException? failure = null;
        foreach (string path in micrographs)
        {
            try
            {
                read.Add((BinnedMicrograph.Of(MicrographReader.Read(path, MicrographReading.Default)),
                    PixelSizeAngstrom));
            }
            catch (InvalidFileException unreadable)
            {
                failure ??= unreadable;
            }

            if (read.Count == MostMicrographs)
            {
                break;
            }
        }

        if (read.Count == 0)
        {
            throw failure ?? new InvalidFileException(string.Empty, "there is no image");
        }

        using var search = new DiameterSearch(backend, GeneralModel.Shipped, isInverted: null);
        MeasuredDiameter measured =
            search.Run(read, context.Progress, context.Cancellation).Measured ?? throw new InvalidFileException(
                micrographs[0],
                "the size of the particle is not known, and none stands out that could be measured",
                code: NoticeCode.DiameterUnknown);
        double pixels = measured.DiameterAngstrom / PixelSizeAngstrom;
        context.Tell?.Invoke(Notice.Warning(
            string.Empty,
            NoticeCode.DiameterDoubtful,
            FormattableString.Invariant($"nobody says how large the particle is; measured: {pixels:0.#} px")));
        return pixels;
    }
}
