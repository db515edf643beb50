namespace DeepEM.Engine.Coordinates.Names;

/// <summary>Names of which nobody can say which of two belongs to a third.</summary>
/// <param name="IsOfWanted">Whether one name that is looked for has two that could be it; else one that is there is
/// claimed by two that are looked for.</param>
/// <param name="Name">The one.</param>
/// <param name="First">The first of the two.</param>
/// <param name="Second">The second of the two.</param>
internal readonly record struct NameClash(bool IsOfWanted, string Name, string First, string Second);
