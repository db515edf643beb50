using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Optics;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Micrographs with the picks that are to be verified.</summary>
/// <param name="Sources">The micrographs, with the pixel size that is known of each.</param>
/// <param name="Picks">Of each micrograph its picks, centred; null where there are none, or for all of them where the
/// candidates of the network are verified.</param>
/// <param name="Optics">Of each micrograph what the picks say of its optics, or null.</param>
/// <param name="Notices">What was odd.</param>
internal sealed record VerificationInput(
    IReadOnlyList<MicrographSource> Sources,
    IReadOnlyList<MicrographPicks?> Picks,
    IReadOnlyList<ContrastTransferFunction?> Optics,
    IReadOnlyList<Notice> Notices)
{
    /// <summary>Whether the picks are the candidates of the network.</summary>
    public bool HasOwnPicks { get; private init; }

    /// <summary>The picks as they were read, with their tables; empty for the candidates of the network.</summary>
    public IReadOnlyList<MicrographPicks> AsRead { get; private init; } = [];

    /// <summary>Whether the picks are all that the network itself scored above some threshold.</summary>
    public bool AreOfSameModel { get; private init; }

    /// <summary>Micrographs whose candidates are to be verified, as the network finds them.</summary>
    /// <param name="sources">The micrographs.</param>
    public static VerificationInput OwnPicks(IReadOnlyList<MicrographSource> sources) => new(
        sources, new MicrographPicks?[sources.Count], new ContrastTransferFunction?[sources.Count], [])
    {
        HasOwnPicks = true,
        AreOfSameModel = true,
    };

    /// <summary>Micrographs with picks that are known already.</summary>
    /// <param name="sources">The micrographs.</param>
    /// <param name="picks">The picks of each, centred.</param>
    public static VerificationInput Of(
        IReadOnlyList<MicrographSource> sources, IReadOnlyList<MicrographPicks?> picks) =>
        new(sources, picks, new ContrastTransferFunction?[sources.Count], []);

    /// <summary>Reads picks and brings them together with micrographs.</summary>
    /// <param name="path">A folder, a list or a file of picks. Of a folder that a picking left behind all that was
    /// scored is read, not only what lies above its threshold.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of all of them, or null.</param>
    /// <param name="isGeneral">Whether it is the general model that verifies them.</param>
    /// <exception cref="InvalidFileException">They cannot be read, or none belongs to a micrograph.</exception>
    public static VerificationInput Of(
        string path, IReadOnlyList<MicrographSource> sources, double? pixelSizeAngstrom, bool isGeneral)
    {
        List<Notice> notices = [];
        PickSet set = PickReader.Read(
            path, PickScope.All, sources.Select(source => source.Name), keepsTables: true);
        notices.AddRange(set.Warnings);
        IReadOnlyList<MicrographPicks?> found = set.Match([.. sources.Select(source => source.Name)]);
        if (found.All(picks => picks is not { Particles.Count: > 0 }))
        {
            throw new InvalidFileException(
                path,
                $"has no picks for any of the {sources.Count} micrographs given, {sources[0].Name} being the first",
                code: NoticeCode.NothingMatched);
        }

        MicrographPicks?[] picks = new MicrographPicks?[found.Count];
        MicrographSource[] known = [.. sources];
        List<MicrographPicks> named = [];
        var optics = new ContrastTransferFunction?[found.Count];
        for (int i = 0; i < picks.Length; i++)
        {
            if (found[i] is not { } read)
            {
                continue;
            }

            // A file of picks that is called as its micrograph knows no more of its name.
            MicrographPicks own = read.Micrograph == read.Stem ? read with { Micrograph = sources[i].Name } : read;
            named.Add(own);

            string file = sources[i].Path;
            double? told = pixelSizeAngstrom ?? sources[i].PixelSizeAngstrom;
            known[i] = sources[i] with { PixelSizeAngstrom = told ?? ParticleCentres.Certain(own) };
            optics[i] = RingTransfer.Of(own);
            picks[i] = ParticleCentres.Of(own, told, () => ParticleCentres.OfHeader(file), notices);
        }

        int without = picks.Count(one => one is null);
        if (without > 0)
        {
            notices.Warn(
                string.Empty, NoticeCode.NoPicks, $"{without} of {sources.Count} micrographs have no picks");
        }

        return new VerificationInput(known, picks, optics, [.. notices.Distinct()])
        {
            AsRead = named,
            AreOfSameModel = RunRecord.FlagBeside(path, "ModelIsGeneral") == isGeneral,
        };
    }

    /// <summary>How near to the border picks come, as far as can be told from some of the micrographs.</summary>
    /// <param name="pixelSizeAngstrom">Pixel size of all micrographs, or null.</param>
    /// <param name="diameterAngstrom">Particle diameter: no margin is wider.</param>
    /// <param name="reading">How micrographs are read.</param>
    /// <returns>Angstrom; null where nobody says, as of the network's own candidates.</returns>
    public double? EdgeMarginAngstrom(double? pixelSizeAngstrom, double diameterAngstrom, MicrographReading reading)
    {
        double? least = null;
        for (int n = 0; n < Sources.Count; n++)
        {
            if (Picks[n] is not { Particles.Count: > 0 } picks
                || !VerificationSample.Has(n, Sources.Count, VerificationSample.Twins))
            {
                continue;
            }

            try
            {
                using var file = MicrographFile.Open(Sources[n].Path, reading);
                if (Sources[n].PixelSizeOf(pixelSizeAngstrom, file.Header) is { } pixelSize)
                {
                    double nearest = picks.Particles.Min(pick => Math.Min(
                        Math.Min(pick.X, file.Header.Width - 1 - pick.X),
                        Math.Min(pick.Y, file.Header.Height - 1 - pick.Y)));
                    least = Math.Min(least ?? diameterAngstrom, Math.Max(0, nearest * pixelSize));
                }
            }
            catch (InvalidFileException)
            {
                // Reported when its turn to be scored comes.
            }
        }

        return least;
    }
}
