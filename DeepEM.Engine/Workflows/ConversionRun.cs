using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Evaluation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Progress;

namespace DeepEM.Engine.Workflows;

/// <summary>Converts coordinates from any format to any other, and holds them against the micrographs.</summary>
/// <remarks>
/// All is read, brought into the one frame (<see cref="CoordinateFrame"/>) and checked before the first file is
/// written: binned to unbinned, then mirrored, then those outside left out, then those below the least score, then
/// binned again.
/// </remarks>
public static class ConversionRun
{
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
        List<string> warnings = [];
        List<InvalidFileException> failures = [];
        List<MicrographPicks> converted = [];
        foreach (MicrographPicks picks in new ConversionInput(settings, warnings, failures).Read(inputs, images))
        {
            token.ThrowIfCancellationRequested();
            try
            {
                converted.Add(ToFrame(picks, settings, warnings));
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

        string? comparison = compare is null || converted.Count == 0 ? null : Compare(converted, compare, warnings);
        IReadOnlyList<string> files =
            new ConversionOutputs(settings, inputs).Write(converted, warnings, progress, token);
        return new ConversionReport(
            files,
            converted.Count,
            converted.Sum(picks => picks.Particles.Count),
            comparison,
            [.. warnings.Distinct(StringComparer.Ordinal)],
            [.. failures.Select(failure => failure.Message)]);
    }

    private static MicrographPicks ToFrame(
        MicrographPicks picks, ConversionSettings settings, List<string> warnings)
    {
        if ((settings.FlipsX || settings.FlipsY) && picks.Size is null)
        {
            throw new InvalidFileException(
                picks.Source,
                $"cannot be mirrored without the size of {picks.Micrograph}; name it with --micrographs or --size");
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
            new BinnedPosition(particle.X, particle.Y), settings.Binning, particle.FigureOfMerit);
        moved = settings.FlipsX ? CoordinateFrame.FlipColumns(moved, size!.Value.Width) : moved;
        return settings.FlipsY ? CoordinateFrame.FlipRows(moved, size!.Value.Height) : moved;
    }

    private static string Compare(List<MicrographPicks> converted, string compare, List<string> warnings)
    {
        PickSet second = PickReader.Read(
            compare, PickScope.Accepted, converted.Select(picks => picks.Micrograph));
        warnings.AddRange(second.Warnings);
        List<LabelledMicrograph> pairs = [];
        foreach (MicrographPicks picks in converted)
        {
            if (second.Find(picks.Micrograph) is MicrographPicks found)
            {
                pairs.Add(new LabelledMicrograph(
                    picks.Micrograph,
                    picks.Size?.Width ?? 0,
                    picks.Size?.Height ?? 0,
                    found.Particles,
                    picks.Particles,
                    []));
            }
        }

        if (pairs.Count == 0)
        {
            throw new InvalidFileException(compare, string.Create(
                CultureInfo.InvariantCulture,
                $"has no picks for any of the {converted.Count} micrographs, {converted[0].Micrograph} being the "
                + $"first"));
        }

        SetComparison comparison = SetComparison.Of(pairs);
        warnings.AddRange(comparison.Findings.Select(finding => $"against {compare}: {finding}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{comparison.Summary.Matched} of {comparison.Summary.Picks} match one of {comparison.Summary.Labels} in "
            + $"{compare} within {comparison.Radius:F1} px");
    }
}
