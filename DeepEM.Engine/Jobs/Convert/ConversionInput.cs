using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>Reads what is to be converted, and finds the micrographs it belongs to.</summary>
/// <param name="settings">What to do.</param>
/// <param name="warnings">Receives what is odd.</param>
/// <param name="failures">Receives what cannot be read.</param>
/// <param name="scope">Whether picks below the threshold are wanted where there are such.</param>
/// <param name="exposures">The micrographs by name where a cryoSPARC project says what they are, and their files are
/// not looked at; else null.</param>
internal sealed class ConversionInput(
    ConversionSettings settings,
    List<Notice> warnings,
    List<InvalidFileException> failures,
    PickScope scope = PickScope.Accepted,
    IReadOnlyDictionary<string, CryoSparcExposure>? exposures = null)
{
    private const int MostReasons = 3;

    /// <summary>Reads picks and matches them to micrographs.</summary>
    /// <param name="inputs">Files, folders and patterns.</param>
    /// <param name="images">The micrographs, or none.</param>
    /// <returns>Picks in the pixels of their files, with name, size and pixel size of the micrograph as far as they are
    /// known.</returns>
    /// <exception cref="InvalidFileException">A pattern matches nothing, picks of a micrograph are in two files, or
    /// something cannot be read and the run is strict.</exception>
    public IReadOnlyList<MicrographPicks> Read(
        IReadOnlyList<string> inputs, IReadOnlyList<MicrographSource> images)
    {
        string[]? names = images.Count == 0 ? null : [.. images.Select(image => image.Name)];
        Dictionary<string, MicrographPicks> all = new(StringComparer.Ordinal);
        foreach (string path in inputs.SelectMany(Expand))
        {
            foreach (MicrographPicks picks in ReadOne(path, names))
            {
                if (!all.TryAdd(picks.Micrograph, picks))
                {
                    throw new InvalidFileException(
                        picks.Source,
                        $"holds picks of {picks.Micrograph}, as does {all[picks.Micrograph].Source}; expected one file "
                        + "per micrograph");
                }
            }
        }

        PickSet set = new(inputs[0], all.Values, []);
        if (images.Count > 0)
        {
            return Match(set, images);
        }

        List<MicrographPicks> taken = [];
        foreach (MicrographPicks picks in set.Micrographs)
        {
            Take(picks, null, taken);
        }

        return taken;
    }

    private static IEnumerable<string> Expand(string input)
    {
        if (Path.Exists(input) || !Glob.IsPattern(input))
        {
            return [input];
        }

        IReadOnlyList<string> files = Glob.Expand(input);
        return files.Count > 0 ? files : throw new InvalidFileException(input, "matches no file");
    }

    private IReadOnlyList<MicrographPicks> ReadOne(string path, string[]? names)
    {
        try
        {
            PickSet set = PickReader.Read(
                path, scope, names, settings.IsStrict ? null : failures, keepsTables: true);
            warnings.AddRange(set.Warnings);
            return set.Micrographs;
        }
        catch (InvalidFileException exception) when (!settings.IsStrict)
        {
            failures.Add(exception);
            return [];
        }
    }

    private List<MicrographPicks> Match(PickSet set, IReadOnlyList<MicrographSource> images)
    {
        IReadOnlyList<MicrographPicks?> found = set.Match([.. images.Select(image => image.Name)]);
        HashSet<MicrographPicks> takers = new(found.OfType<MicrographPicks>(), ReferenceEqualityComparer.Instance);
        if (takers.Count == 0)
        {
            return failures.Count > 0 ? [] : throw Unmatched(set, images);
        }

        List<MicrographPicks> matched = [];
        foreach ((MicrographPicks? picks, MicrographSource image) in found.Zip(images))
        {
            if (picks is not null)
            {
                Take(picks, image, matched);
            }
        }

        int others = set.Micrographs.Count - takers.Count;
        if (others > 0)
        {
            MicrographPicks first = set.Micrographs.First(picks => !takers.Contains(picks));
            warnings.Warn(
                string.Empty,
                NoticeCode.Unmatched,
                string.Create(
                CultureInfo.InvariantCulture,
                $"picks of {others} micrographs that were not given left out, of {first.Micrograph} for example"));
        }

        if (takers.Count < images.Count)
        {
            MicrographSource first = images[found.ToList().IndexOf(null)];
            warnings.Warn(
                string.Empty,
                NoticeCode.NoPicks,
                string.Create(
                CultureInfo.InvariantCulture,
                $"no picks for {images.Count - takers.Count} of {images.Count} micrographs, {first.Name} for example"));
        }

        return matched;
    }

    // What was said while reading explains it, for example which picks of a folder were left aside.
    private InvalidFileException Unmatched(PickSet set, IReadOnlyList<MicrographSource> images)
    {
        IEnumerable<string> said =
            warnings.Select(warning => warning.ToString()).Distinct(StringComparer.Ordinal).Take(MostReasons);
        string reasons = set.Micrographs.Count > 0
            ? $"the first picks being of {set.Micrographs[0].Micrograph}"
            : string.Join("; ", said);
        return new InvalidFileException(
            set.Path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"has no picks for any of the {images.Count} micrographs given, {images[0].Name} being the first"
                + $"{(reasons.Length == 0 ? string.Empty : $" ({reasons})")}"),
            code: NoticeCode.NothingMatched);
    }

    private void Take(MicrographPicks picks, MicrographSource? image, List<MicrographPicks> taken)
    {
        try
        {
            taken.Add(WithImage(picks, image));
        }
        catch (InvalidFileException exception) when (!settings.IsStrict)
        {
            failures.Add(exception);
        }
    }

    private MicrographPicks WithImage(MicrographPicks picks, MicrographSource? image)
    {
        CryoSparcExposure? exposure = image is null ? null : exposures?.GetValueOrDefault(image.Name);
        MicrographHeader? header = exposure is null ? ReadHeader(image?.Path ?? LabelImages.Beside(picks)) : null;
        MicrographSize? size = settings.Size ?? exposure?.Size
            ?? (header is null ? picks.Size : new MicrographSize(header.Width, header.Height));
        if (size is not null && picks.Size is not null && size != picks.Size)
        {
            warnings.Warn(
                picks.Source,
                NoticeCode.SizesDiffer,
                string.Create(
                CultureInfo.InvariantCulture,
                $"its micrograph {picks.Micrograph} has {picks.Size.Value.Width} x "
                + $"{picks.Size.Value.Height} pixels, not {size.Value.Width} x {size.Value.Height}: was it "
                + $"binned?"));
        }

        double? pixelSize = settings.PixelSizeAngstrom ?? picks.PixelSizeAngstrom ?? image?.PixelSizeAngstrom
            ?? header?.PixelSizeAngstrom;
        MicrographPicks centred = picks;
        if (picks.Table is { } table)
        {
            double? known = ParticleCentres.Known(
                picks, settings.PixelSizeAngstrom ?? image?.PixelSizeAngstrom, () => header?.PixelSizeAngstrom);
            centred = table.Centre(picks, known * settings.Binning, warnings);
            pixelSize = known ?? ParticleCentres.Certain(picks);
        }

        return centred with
        {
            Micrograph = image?.Name ?? picks.Micrograph,
            Size = size,
            PixelSizeAngstrom = ParticleCentres.Likely(pixelSize),
        };
    }

    private MicrographHeader? ReadHeader(string? path)
    {
        try
        {
            return path is null ? null : MicrographReader.ReadHeader(path);
        }
        catch (InvalidFileException exception) when (!settings.IsStrict)
        {
            warnings.Warn(
                exception.Subject,
                NoticeCode.SizeUnknown,
                $"{exception.Text}; its size stays unknown");
            return null;
        }
    }
}
