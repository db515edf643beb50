namespace DeepEM.Engine.Reports.Html;

/// <summary>A line of a table of two columns.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value as it is to be read.</param>
public sealed record NamedValue(string Name, string Value);
