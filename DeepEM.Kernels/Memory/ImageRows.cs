namespace DeepEM.Kernels.Memory;

/// <summary>Some rows of some images of a tensor, in all their channels.</summary>
/// <param name="FirstImage">First of the images.</param>
/// <param name="Images">How many images.</param>
/// <param name="FirstRow">First of the rows, the same in every image.</param>
/// <param name="Rows">How many rows.</param>
public readonly record struct ImageRows(int FirstImage, int Images, int FirstRow, int Rows);
