namespace DeepEM.Engine.Picking.Scoring;

/// <summary>Gives rows of an image; several threads may ask at the same time.</summary>
/// <param name="firstRow">First of the rows.</param>
/// <param name="pixels">Receives whole rows, one after the other.</param>
public delegate void ImageRowSource(int firstRow, Span<float> pixels);
