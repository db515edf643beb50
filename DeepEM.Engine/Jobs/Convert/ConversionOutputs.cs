using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>Writes converted coordinates into one folder, each file atomically.</summary>
/// <param name="settings">What to do.</param>
/// <param name="inputs">What was read.</param>
/// <param name="replaces">Whether files that are there are replaced.</param>
/// <param name="keepsColumns">Whether a STAR file for one micrograph that comes from such a file keeps its columns.
/// </param>
/// <param name="exposures">The micrographs by name where the coordinates are for a cryoSPARC project; else null.
/// </param>
internal sealed class ConversionOutputs(
    ConversionSettings settings,
    IReadOnlyList<string> inputs,
    bool replaces = true,
    bool keepsColumns = false,
    IReadOnlyDictionary<string, CryoSparcExposure>? exposures = null)
{
    /// <summary>Writes the files.</summary>
    /// <param name="converted">Picks in pixels of the micrographs.</param>
    /// <param name="warnings">Receives what the readers of these files will miss.</param>
    /// <param name="progress">Told of each file, or null.</param>
    /// <param name="token">Stops between two files.</param>
    /// <returns>Their paths; nothing is written without picks.</returns>
    /// <exception cref="InvalidFileException">The format cannot hold a name, needs what is not known, or an input would
    /// be replaced.</exception>
    /// <exception cref="SettingsException">A file is there and is not to be replaced.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public IReadOnlyList<string> Write(
        IReadOnlyList<MicrographPicks> converted,
        List<Notice> warnings,
        IProgress<StageProgress>? progress,
        CancellationToken token)
    {
        if (converted.Count == 0)
        {
            return [];
        }

        MicrographPicks[] binned = [.. converted.Select(ToOutput)];
        CoordinateFormat format = settings.Format;
        Check(binned, warnings);
        ParticleTable? carried = new CarriedTable(settings, warnings).Of(binned);
        IReadOnlyList<string> names = OutputNames.Assign(
            [.. binned.Select(picks => new MicrographSource(picks.Micrograph, picks.Micrograph, null))]);
        (string Path, MicrographPicks[] Picks)[] files = CoordinateFormats.HoldsMany(format)
            ? [(PathOf(CoordinateFormats.FileName(format, "")), binned)]
            : [.. binned.Select((picks, i) => (PathOf(CoordinateFormats.FileName(format, names[i])), new[] { picks }))];
        string index = PathOf("autopick.star");
        string[] paths = [.. files.Select(file => file.Path)];
        string[] written = format == CoordinateFormat.Relion ? [.. paths, index] : paths;
        RefuseInputs(written, converted);
        if (!replaces && Array.Find(written, File.Exists) is { } there)
        {
            throw new SettingsException(there, NoticeCode.OutputExists, "is there already");
        }

        for (int i = 0; i < files.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            OutputFolder.Make(Path.GetDirectoryName(files[i].Path)!);
            MicrographPicks[] picks = files[i].Picks;
            AtomicFile.Write(files[i].Path, stream =>
            {
                if (carried is not null)
                {
                    carried.Write(stream);
                }
                else if (exposures is not null)
                {
                    CryoSparcWriter.Write(stream, picks, exposures);
                }
                else if (keepsColumns && format == CoordinateFormat.Relion && TableOf(picks[0]) is { } table)
                {
                    table.Write(stream);
                }
                else
                {
                    CoordinateFileWriter.Write(stream, format, picks);
                }
            });
            progress?.Report(new StageProgress("Writing", i + 1, files.Length));
        }

        if (format != CoordinateFormat.Relion)
        {
            return paths;
        }

        AutopickStarWriter.Write(index, binned.Select((picks, i) => new AutopickEntry(picks.Micrograph, paths[i])));
        return [.. paths, index];
    }

    // Null where the picks come from no STAR file of their own, or were moved.
    private static ParticleTable? TableOf(MicrographPicks picks)
    {
        bool isWhole = picks.Table is { HasNames: false, Optics: null } table && picks.Particles.All(particle =>
            particle.Row >= 0
            && particle.X == table.Particles.Number(particle.Row, RelionLabels.CoordinateX)
            && particle.Y == table.Particles.Number(particle.Row, RelionLabels.CoordinateY));
        return isWhole ? picks.Table!.Select([.. picks.Particles.Select(particle => particle.Row)]) : null;
    }

    private MicrographPicks ToOutput(MicrographPicks picks)
    {
        double binning = settings.OutputBinning;
        return binning == 1 ? picks : picks with
        {
            Particles = [.. picks.Particles.Select(particle => ToOutput(particle, binning))],
            BoxSize = picks.BoxSize / binning,
            PixelSizeAngstrom = picks.PixelSizeAngstrom * binning,
            Size = picks.Size is MicrographSize size
                ? new MicrographSize(Extent(size.Width), Extent(size.Height))
                : null,
        };
    }

    private int Extent(int extent) => (int)Math.Clamp(extent / settings.OutputBinning, 1, int.MaxValue);

    private static Particle ToOutput(Particle particle, double binning)
    {
        BinnedPosition position = CoordinateFrame.ToBinned(particle.X, particle.Y, binning);
        return particle with { X = position.X, Y = position.Y };
    }

    private void Check(MicrographPicks[] binned, List<Notice> warnings)
    {
        CoordinateFormat format = settings.Format;
        foreach (MicrographPicks picks in binned)
        {
            (string Problem, string Code)? missing = !CoordinateFileWriter.CanHold(format, picks.Micrograph)
                ? (
                    $"names a micrograph {picks.Micrograph.ReplaceLineEndings(" ")}, which cannot be written in that "
                    + "format",
                    NoticeCode.InvalidFile)
                : CoordinateFormats.NeedsBoxSize(format) && picks.BoxSize is null
                ? (
                    $"this format needs a box size, and that of {picks.Micrograph} is not known",
                    NoticeCode.BoxSizeUnknown)
                : CoordinateFormats.NeedsMicrographSize(format) && picks.Size is null
                ? (
                    $"this format needs the size of micrograph {picks.Micrograph}, which is not known",
                    NoticeCode.SizeUnknown)
                : null;
            if (missing is { } what)
            {
                throw new InvalidFileException(picks.Source, what.Problem, code: what.Code);
            }
        }

        IGrouping<string, MicrographPicks>? equal = format != CoordinateFormat.Topaz
            ? null
            : binned.GroupBy(picks => picks.Stem, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (equal is not null)
        {
            throw new InvalidFileException(
                equal.First().Source,
                $"{equal.First().Micrograph} and {equal.Last().Micrograph} have one file name, by which Topaz knows "
                + "micrographs");
        }

        bool wantsPixelSize = format is CoordinateFormat.RelionParticles or CoordinateFormat.RelionOld;
        if (wantsPixelSize && Array.Exists(binned, picks => picks.PixelSizeAngstrom is null))
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.PixelSizeUnknown,
                "the pixel size is not known and not written, which RELION wants");
        }
    }

    private void RefuseInputs(IEnumerable<string> paths, IReadOnlyList<MicrographPicks> converted)
    {
        HashSet<string> read = new(StringComparer.Ordinal);
        read.UnionWith(inputs.Concat(converted.Select(picks => picks.Source)).Select(Path.GetFullPath));
        foreach (string path in paths.Where(path => read.Contains(Path.GetFullPath(path))))
        {
            throw new InvalidFileException(path, "is an input and would be replaced; choose another folder");
        }
    }

    private string PathOf(string name) => Path.Combine(settings.Folder, name);
}
