namespace DeepEM.Engine.Coordinates;

/// <summary>Extents of a micrograph.</summary>
/// <param name="Width">Columns, positive.</param>
/// <param name="Height">Rows, positive.</param>
public readonly record struct MicrographSize(int Width, int Height);
