using System.Text.Json.Serialization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>A micrograph that is to be read, as the user named it.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Name">Its name byte for byte as in the STAR file, or as given; goes into <c>autopick.star</c>.</param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel as the STAR file says, which the header of the file need not
/// know; null when there is no STAR file or it does not say.</param>
public sealed record MicrographSource(string Path, string Name, double? PixelSizeAngstrom)
{
    /// <summary>File name without folder and image extension, by which picks are matched.</summary>
    public string Stem => FileStem.Of(Name);

    /// <summary>What its STAR file says of it; null where there is none, or nobody asked for it.</summary>
    [JsonIgnore]
    public MicrographRow? Row { get; init; }

    /// <summary>Its pixel size: the one that a user gives goes before that of the STAR file, and this before the
    /// header's.</summary>
    /// <param name="given">Angstrom per pixel that a user gives, or null.</param>
    /// <param name="header">The header of its file.</param>
    /// <returns>Angstrom per pixel; null where nobody says it.</returns>
    public double? PixelSizeOf(double? given, MicrographHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return given ?? PixelSizeAngstrom ?? header.PixelSizeAngstrom;
    }

    /// <summary>Its pixel size as <see cref="PixelSizeOf"/> has it.</summary>
    /// <param name="given">Angstrom per pixel that a user gives, or null.</param>
    /// <param name="header">The header of its file.</param>
    /// <exception cref="InvalidFileException">Nobody says it.</exception>
    public double RequirePixelSize(double? given, MicrographHeader header) =>
        PixelSizeOf(given, header) ?? throw new InvalidFileException(
            Path, "the pixel size is not known", code: NoticeCode.PixelSizeUnknown);
}
