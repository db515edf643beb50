using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>Brings the particles of a table to their centres by the pixel size of their micrograph, which others may
/// know better than the table.</summary>
/// <remarks>The table's own pixel size may be the movies': whoever names the micrographs knows better, and only where
/// the table leaves no doubt does it know better than a header, which may say anything.</remarks>
internal static class ParticleCentres
{
    // More is not a pixel of any microscope.
    private const double MostAngstrom = 1e6;

    /// <summary>A pixel size as far as it can be one.</summary>
    /// <param name="pixelSize">Angstrom, or null.</param>
    public static double? Likely(double? pixelSize) => pixelSize is > 0 and < MostAngstrom ? pixelSize : null;

    /// <summary>The pixel size that the file of picks leaves no doubt of.</summary>
    /// <param name="picks">Particles of one micrograph, with their table where the file has one.</param>
    /// <returns>Angstrom; null where the file does not say, or has a table and no particles.</returns>
    public static double? Certain(MicrographPicks picks) => picks.Table is not { } table ? picks.PixelSizeAngstrom
        : picks.Particles.Count == 0 ? null
        : table.CertainPixelSize(picks.Particles[0].Row);

    /// <summary>The pixel size of those who know better than the table's guess.</summary>
    /// <param name="picks">Particles of one micrograph, with their table.</param>
    /// <param name="told">What an option or a list of micrographs says, angstrom; null for nothing.</param>
    /// <param name="header">Reads the micrograph's header, where nobody else knows.</param>
    /// <returns>Angstrom; null to take what the table says.</returns>
    public static double? Known(MicrographPicks picks, double? told, Func<double?> header) =>
        Likely(told) ?? (Certain(picks) is null ? Likely(header()) : null);

    /// <summary>Reads the pixel size of a micrograph's header.</summary>
    /// <param name="path">The micrograph, or null.</param>
    /// <returns>Angstrom; null where it does not say, or cannot be read, which is told when its turn comes.</returns>
    public static double? OfHeader(string? path)
    {
        try
        {
            return path is null ? null : MicrographReader.ReadPixelSize(path);
        }
        catch (InvalidFileException)
        {
            return null;
        }
    }

    /// <summary>Takes origins off and lets go of the table.</summary>
    /// <param name="picks">Particles of one micrograph, as they were read with their table.</param>
    /// <param name="told">What an option or a list of micrographs says, angstrom; null for nothing.</param>
    /// <param name="header">Reads the micrograph's header, where nobody else knows.</param>
    /// <param name="warnings">Receives what was odd about the origins.</param>
    /// <returns>The particles at their centres.</returns>
    /// <exception cref="InvalidFileException">An origin is in angstrom and nobody knows the pixel size.
    /// </exception>
    public static MicrographPicks Of(
        MicrographPicks picks, double? told, Func<double?> header, ICollection<Notice> warnings) =>
        picks.Table is not { } table ? picks
        : !table.HasOrigins ? picks with { Table = null }
        : table.Centre(picks, Known(picks, told, header), warnings) with { Table = null };
}
