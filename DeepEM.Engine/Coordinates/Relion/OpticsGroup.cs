namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Particles with one set of optics: a row of RELION's table <c>data_optics</c>.</summary>
/// <remarks>
/// Coordinates and origins count in pixels of the <em>micrograph</em>. RELION's extraction leaves that pixel size out:
/// what is left is the movie's, which is finer where motion correction binned, and the boxes', which is coarser where
/// extraction rescaled. Where the two are one, the micrograph's lies between them and is the same.
/// </remarks>
/// <param name="Number">What <c>_rlnOpticsGroup</c> says.</param>
/// <param name="Name">What <c>_rlnOpticsGroupName</c> says; null without that column.</param>
/// <param name="Row">Its row in the table of optics, from 0.</param>
public sealed record OpticsGroup(int Number, string? Name, int Row)
{
    /// <summary>Pixel size of the micrographs, <c>_rlnMicrographPixelSize</c>, angstrom; null where absent.</summary>
    public double? MicrographPixelSizeAngstrom { get; init; }

    /// <summary>Pixel size of the movies, <c>_rlnMicrographOriginalPixelSize</c>, angstrom; null where absent.
    /// </summary>
    public double? OriginalPixelSizeAngstrom { get; init; }

    /// <summary>Pixel size of the boxes, <c>_rlnImagePixelSize</c>, angstrom; null where absent.</summary>
    public double? ImagePixelSizeAngstrom { get; init; }

    /// <summary>Pixel size of the micrographs as far as there is no doubt, angstrom; null where there is: boxes and
    /// movies differ, or only the boxes' is known.</summary>
    public double? CertainPixelSizeAngstrom =>
        MicrographPixelSizeAngstrom
        ?? (ImagePixelSizeAngstrom is null || ImagePixelSizeAngstrom == OriginalPixelSizeAngstrom
            ? OriginalPixelSizeAngstrom
            : null);

    /// <summary>Pixel size of the micrographs, else the movies', else the boxes', angstrom; null where the file says
    /// none.</summary>
    public double? LikelyPixelSizeAngstrom =>
        MicrographPixelSizeAngstrom ?? OriginalPixelSizeAngstrom ?? ImagePixelSizeAngstrom;
}
