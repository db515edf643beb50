namespace DeepEM.Engine.Coordinates.CryoSparc;

/// <summary>A micrograph as a cryoSPARC project knows it.</summary>
/// <param name="Uid">Its unique number in the project.</param>
/// <param name="Path">Its path, byte for byte as the project has it.</param>
/// <param name="GroupId">Number of its exposure group.</param>
/// <param name="Size">Its extents.</param>
/// <param name="PixelSizeAngstrom">Its pixel size, angstrom.</param>
public sealed record CryoSparcExposure(
    ulong Uid, string Path, uint GroupId, MicrographSize Size, double PixelSizeAngstrom)
{
    /// <summary>The path without the mark that cryoSPARC puts before those that are relative to the project.</summary>
    public string Name => CryoSparcReader.WithoutMark(Path);
}
