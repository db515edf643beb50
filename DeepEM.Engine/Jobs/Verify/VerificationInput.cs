using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Micrographs with the picks that are to be verified.</summary>
/// <param name="Sources">The micrographs, with the pixel size that is known of each.</param>
/// <param name="Picks">Of each micrograph its picks, centred; null where there are none, or for all of them where the
/// candidates of the network are verified.</param>
/// <param name="Notices">What was odd.</param>
internal sealed record VerificationInput(
    IReadOnlyList<MicrographSource> Sources, IReadOnlyList<MicrographPicks?> Picks, IReadOnlyList<Notice> Notices)
{
    /// <summary>Reads picks and brings them together with micrographs.</summary>
    /// <param name="path">A folder, a list or a file of picks. Of a folder that a picking left behind all that was
    /// scored is read, not only what lies above its threshold.</param>
    /// <param name="sources">The micrographs.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of all of them, or null.</param>
    /// <exception cref="InvalidFileException">They cannot be read, or none belongs to a micrograph.</exception>
    public static VerificationInput Read(
        string path, IReadOnlyList<MicrographSource> sources, double? pixelSizeAngstrom)
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
        for (int i = 0; i < picks.Length; i++)
        {
            if (found[i] is not { } own)
            {
                continue;
            }

            string file = sources[i].Path;
            double? told = pixelSizeAngstrom ?? sources[i].PixelSizeAngstrom;
            known[i] = sources[i] with { PixelSizeAngstrom = told ?? ParticleCentres.Certain(own) };
            picks[i] = ParticleCentres.Of(own, told, () => ParticleCentres.OfHeader(file), notices);
        }

        int without = picks.Count(one => one is null);
        if (without > 0)
        {
            notices.Warn(
                string.Empty, NoticeCode.NoPicks, $"{without} of {sources.Count} micrographs have no picks");
        }

        return new VerificationInput(known, picks, [.. notices.Distinct()]);
    }
}
