using DeepEM.Engine.Foundation.Files;

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
}
