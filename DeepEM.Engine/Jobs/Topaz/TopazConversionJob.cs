using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Joins, scales and filters coordinates for a caller of Topaz.</summary>
public static class TopazConversionJob
{
    /// <summary>Converts, and writes where the conversion says where to.</summary>
    /// <param name="conversion">What is asked for.</param>
    /// <param name="context">Whom to report to; null for nobody.</param>
    /// <returns>The particles of each micrograph, in the order in which they came.</returns>
    /// <exception cref="InvalidFileException">An input or a micrograph cannot be read.</exception>
    /// <exception cref="SettingsException">The output is an input, or the size of boxes is not known.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static IReadOnlyList<MicrographPicks> Run(TopazConversion conversion, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        context ??= JobContext.Silent;
        MicrographPicks[] converted =
            [.. Joined(conversion.Inputs, context).Select(picks => Converted(picks, conversion))];
        if (conversion.Output is { } output)
        {
            Write(output, converted, conversion);
        }

        return converted;
    }

    private static IEnumerable<MicrographPicks> Joined(IReadOnlyList<string> inputs, JobContext context)
    {
        List<string> order = [];
        Dictionary<string, List<MicrographPicks>> byName = new(StringComparer.Ordinal);
        foreach (string input in inputs)
        {
            PickSet set = PickReader.Read(input);
            foreach (Notice odd in set.Warnings)
            {
                context.Tell?.Invoke(odd);
            }

            foreach (MicrographPicks picks in set.Micrographs)
            {
                if (!byName.TryGetValue(picks.Micrograph, out List<MicrographPicks>? parts))
                {
                    byName.Add(picks.Micrograph, parts = []);
                    order.Add(picks.Micrograph);
                }

                parts.Add(picks);
            }
        }

        return order.Select(name => byName[name][0] with
        {
            Particles = [.. byName[name].SelectMany(part => part.Particles)],
            Table = null,
        });
    }

    private static MicrographPicks Converted(MicrographPicks picks, TopazConversion conversion)
    {
        int? rows = conversion.InvertsY ? Rows(picks, conversion) : null;
        return picks with
        {
            BoxSize = conversion.BoxSize ?? (picks.BoxSize * conversion.Scale),
            Particles =
            [
                .. picks.Particles
                    .Where(particle => conversion.Threshold is not { } least || particle.FigureOfMerit >= least)
                    .Select(particle => new Particle(
                        particle.X * conversion.Scale,
                        (rows is { } count ? count - 1 - particle.Y : particle.Y) * conversion.Scale,
                        particle.FigureOfMerit)),
            ],
        };
    }

    private static int Rows(MicrographPicks picks, TopazConversion conversion)
    {
        string path = Path.Combine(
            conversion.ImageFolder ?? string.Empty, TopazTable.NameOf(picks.Micrograph) + conversion.ImageExtension);
        using var file = MicrographFile.Open(path, MicrographReading.Default);
        return file.Header.Height;
    }

    private static void Write(string output, MicrographPicks[] converted, TopazConversion conversion)
    {
        if (CoordinateFormats.HoldsMany(conversion.Format))
        {
            OutputFile.Require(output, conversion.Inputs);
            WriteOne(output, converted, conversion);
            return;
        }

        OutputFile.RequireFolder(output);
        OutputFolder.Make(output);
        foreach (MicrographPicks picks in converted)
        {
            string name = CoordinateFormats.FileName(
                conversion.Format, TopazTable.NameOf(picks.Micrograph) + conversion.Suffix);
            WriteOne(Path.Combine(output, name), [picks], conversion);
        }
    }

    private static void WriteOne(string path, MicrographPicks[] picks, TopazConversion conversion)
    {
        if (conversion.Format == CoordinateFormat.Topaz)
        {
            TopazTable.Write(path, picks);
            return;
        }

        if (CoordinateFormats.NeedsBoxSize(conversion.Format)
            && picks.FirstOrDefault(one => one.BoxSize is null) is { } odd)
        {
            throw new SettingsException(odd.Source, NoticeCode.BoxSizeUnknown, "the size of the boxes is not known");
        }

        MicrographPicks[] named = conversion.Format is CoordinateFormat.RelionOld or CoordinateFormat.RelionParticles
            ? [.. picks.Select(one => one with
                {
                    Micrograph = TopazTable.NameOf(one.Micrograph) + conversion.ImageExtension,
                })]
            : picks;
        AtomicFile.Write(path, stream => CoordinateFileWriter.Write(stream, conversion.Format, named));
    }
}
