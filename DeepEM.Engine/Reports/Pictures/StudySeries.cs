namespace DeepEM.Engine.Reports.Pictures;

/// <summary>One line of a study's picture.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Marks">Its points, from left to right.</param>
public sealed record StudySeries(string Name, IReadOnlyList<StudyMark> Marks);
