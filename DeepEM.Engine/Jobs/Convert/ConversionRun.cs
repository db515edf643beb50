using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>Converts coordinates from any format to any other, and holds them against the micrographs.</summary>
/// <remarks>
/// All is read, brought into the one frame (<see cref="CoordinateFrame"/>) and checked before the first file is
/// written: binned to unbinned, then mirrored, then those outside left out, then those below the least score, then
/// binned again.
/// </remarks>
public static class ConversionRun
{
    private const int MostPlacementWarnings = 5;

    /// <summary>Converts.</summary>
    /// <param name="inputs">Files, folders and patterns of picks; at least one.</param>
    /// <param name="images">The micrographs, whose names and sizes hold; may be empty.</param>
    /// <param name="compare">A second set of picks of the same micrographs, or null.</param>
    /// <param name="settings">What to do.</param>
    /// <param name="progress">Told of each micrograph, or null.</param>
    /// <param name="token">Stops between two micrographs.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="InvalidFileException">Nothing could be read, the second set has none of the micrographs, a
    /// format cannot hold a name, or something that is needed (box size, extents) is not known.</exception>
    /// <exception cref="SettingsException">There are exposures of a project, and something else says what they say.
    /// </exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static ConversionReport Run(
        IReadOnlyList<string> inputs,
        IReadOnlyList<MicrographSource> images,
        string? compare,
        ConversionSettings settings,
        IProgress<StageProgress>? progress,
        CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfZero(inputs.Count);
        List<Notice> warnings = [];
        List<Notice> placement = [];
        List<InvalidFileException> failures = [];
        List<MicrographPicks> converted = [];
        Dictionary<string, CryoSparcExposure>? exposures = Exposures(settings, images);
        IReadOnlyList<MicrographSource> named = exposures is null ? images :
        [
            .. exposures.Values.Select(exposure =>
                new MicrographSource(exposure.Name, exposure.Name, exposure.PixelSizeAngstrom)),
        ];
        ConversionInput input = new(settings, warnings, failures, exposures: exposures);
        foreach (MicrographPicks picks in input.Read(inputs, named))
        {
            token.ThrowIfCancellationRequested();
            try
            {
                converted.Add(ToFrame(picks, settings, placement));
            }
            catch (InvalidFileException exception) when (!settings.IsStrict)
            {
                failures.Add(exception);
            }
        }

        if (converted.Count == 0 && failures.Count == 1)
        {
            throw failures[0];
        }

        warnings.AddRange(Shortened(placement));
        string? comparison = compare is null || converted.Count == 0
            ? null
            : ConversionComparison.Run(converted, compare, settings, warnings);
        IReadOnlyList<string> files =
            new ConversionOutputs(settings, inputs, exposures: exposures).Write(converted, warnings, progress, token);
        return new ConversionReport(
            files,
            converted.Count,
            converted.Sum(picks => picks.Particles.Count),
            comparison,
            [.. warnings.Distinct()],
            [.. failures.Select(Notice.Failure)]);
    }

    private static Dictionary<string, CryoSparcExposure>? Exposures(
        ConversionSettings settings, IReadOnlyList<MicrographSource> images)
    {
        if (settings.ExposureFile is not { } file)
        {
            return null;
        }

        if (settings.Format != CoordinateFormat.CryoSparc)
        {
            throw Conflict(file, "says what micrographs a cryoSPARC project has; expected cryoSPARC's format to write");
        }

        if (images.Count > 0 || settings.Size is not null || settings.PixelSizeAngstrom is not null
            || settings.OutputBinning != 1)
        {
            throw Conflict(
                file,
                "says names, sizes and pixel sizes of the micrographs; expected no other micrographs, sizes, pixel "
                + "sizes or binning of what is written");
        }

        return CryoSparcExposures.Read(file).ToDictionary(exposure => exposure.Name, StringComparer.Ordinal);
    }

    private static SettingsException Conflict(string file, string text) =>
        new(file, NoticeCode.SettingsConflict, text);

    // One wrong binning shows on every micrograph, and a thousand equal lines would hide the rest.
    private static IEnumerable<Notice> Shortened(List<Notice> placement) => placement.Count <= MostPlacementWarnings
        ? placement
        : placement.Take(MostPlacementWarnings).Append(Notice.Warning(
            string.Empty,
            placement[^1].Code,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{placement.Count - MostPlacementWarnings} more lines like these, about other micrographs")));

    private static MicrographPicks ToFrame(
        MicrographPicks picks, ConversionSettings settings, List<Notice> warnings)
    {
        if ((settings.FlipsX || settings.FlipsY) && picks.Size is null)
        {
            throw new InvalidFileException(
                picks.Source,
                $"cannot be mirrored without the size of {picks.Micrograph}",
                code: NoticeCode.SizeUnknown);
        }

        Particle[] particles = [.. picks.Particles.Select(particle => ToFrame(particle, picks.Size, settings))];
        MicrographPicks moved = picks with
        {
            Particles = particles,
            BoxSize = settings.BoxSize ?? (picks.BoxSize * settings.Binning),
        };
        if (picks.Size is MicrographSize size)
        {
            moved = moved with { Particles = CoordinateCheck.KeepInside(moved, size.Height, size.Width, warnings) };
        }

        return settings.LeastScore is not double least
            ? moved
            : moved with { Particles = [.. moved.Particles.Where(particle => particle.FigureOfMerit >= least)] };
    }

    private static Particle ToFrame(Particle particle, MicrographSize? size, ConversionSettings settings)
    {
        Particle moved = CoordinateFrame.ToMicrograph(
            new BinnedPosition(particle.X, particle.Y), settings.Binning, particle.FigureOfMerit) with
        {
            Row = particle.Row,
        };
        moved = settings.FlipsX ? CoordinateFrame.FlipColumns(moved, size!.Value.Width) : moved;
        return settings.FlipsY ? CoordinateFrame.FlipRows(moved, size!.Value.Height) : moved;
    }
}
