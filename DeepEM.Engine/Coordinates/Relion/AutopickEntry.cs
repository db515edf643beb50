namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>One line of <c>autopick.star</c>.</summary>
/// <param name="MicrographName">The micrograph, byte for byte as in <c>micrographs.star</c>.</param>
/// <param name="CoordinatesPath">The file of its picks, relative to the RELION project, with /.</param>
public readonly record struct AutopickEntry(string MicrographName, string CoordinatesPath);
