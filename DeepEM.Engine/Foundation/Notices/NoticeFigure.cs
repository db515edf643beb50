namespace DeepEM.Engine.Foundation.Notices;

/// <summary>A number that a notice is about, by name, for whoever shows or counts it.</summary>
/// <param name="Name">What it is, in lower case with dashes, for example <c>bin</c>.</param>
/// <param name="Value">The number.</param>
public readonly record struct NoticeFigure(string Name, double Value);
