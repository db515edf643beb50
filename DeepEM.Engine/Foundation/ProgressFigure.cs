namespace DeepEM.Engine.Foundation;

/// <summary>A number to show beside the progress of a stage.</summary>
/// <param name="Name">What it is, for example <c>loss</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Format">.NET's format in which people read it, for example <c>F4</c> or <c>P1</c>.</param>
public readonly record struct ProgressFigure(string Name, double Value, string Format);
