using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Micrographs.Spectra;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Compare;

/// <summary>Measures power spectra and grey levels of sets of micrographs, e.g. simulated with real.</summary>
public static class MicrographComparison
{
    /// <summary>Largest side of the tiles of the power spectrum, pixels.</summary>
    public const int LargestTile = 512;

    private const int LeastTile = 64;

    // The background is taken from four of these, in pixels of the grey levels.
    private const double BackgroundDiameter = 32;

    /// <summary>Measures sets.</summary>
    /// <param name="backend">Bins the micrographs and transforms their tiles.</param>
    /// <param name="names">Sets as a command line names them: a folder, a pattern, a list, a file.</param>
    /// <param name="settings">How much of them.</param>
    /// <param name="progress">Told after every micrograph.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The figures, one for each set.</returns>
    /// <exception cref="InvalidFileException">A micrograph cannot be read or is too small.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<SetStatistics> Run(
        IComputeBackend backend,
        IReadOnlyList<string> names,
        ComparisonSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(settings);
        MicrographSource[][] sets =
        [
            .. names.Select(name =>
                MicrographList.Expand([name], TextReader.Null).Take(settings.MostMicrographs).ToArray()),
        ];
        int tile = Tile(sets.SelectMany(set => set));
        using var preparer = new MicrographPreparer(backend, settings.Binning, BackgroundDiameter);
        int total = sets.Sum(set => set.Length);
        int done = 0;
        return [.. sets.Select((set, i) => Measure(set, names[i]))];

        SetStatistics Measure(MicrographSource[] set, string name)
        {
            using var spectrum = new PowerSpectrum(backend, tile);
            var levels = new GreyLevels();
            foreach (MicrographSource source in set)
            {
                cancellation.ThrowIfCancellationRequested();
                Micrograph micrograph = MicrographReader.Read(source.Path);
                spectrum.Add(micrograph.Pixels, micrograph.Height, micrograph.Width);
                levels.Add(preparer.Prepare(micrograph, source.Path).Pixels);
                progress?.Report(new StageProgress("Measuring", ++done, total) { Subject = source.Stem });
            }

            return new SetStatistics(
                NameOf(name),
                File.Exists(Path.Combine(name, "simulation.json")),
                set.Length,
                [.. spectrum.Frequencies.Zip(spectrum.Power)],
                [.. levels.Histogram],
                levels.Mean,
                levels.Deviation,
                levels.Skewness,
                levels.ExcessKurtosis);
        }
    }

    // One side for all sets, so that their frequencies are the same.
    private static int Tile(IEnumerable<MicrographSource> sources)
    {
        int tile = LargestTile;
        foreach (MicrographSource source in sources)
        {
            MicrographHeader header = MicrographReader.ReadHeader(source.Path);
            int side = Math.Min(header.Height, header.Width);
            if (side < LeastTile)
            {
                throw new InvalidFileException(
                    source.Path,
                    $"{header.Width}×{header.Height} px is too small for a power spectrum, expected {LeastTile} or "
                    + "more");
            }

            while (tile > side)
            {
                tile /= 2;
            }
        }

        return tile;
    }

    // The last two parts of a path: "klh/train" says more than "train".
    private static string NameOf(string path)
    {
        string[] parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', parts.Where(part => part is not ("." or "..")).TakeLast(2));
    }
}
