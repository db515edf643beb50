namespace DeepEM.Engine.Reports.Html;

/// <summary>A command line to go on with, shown with a button that copies it.</summary>
/// <param name="Purpose">What it does, a sentence.</param>
/// <param name="Line">The command line.</param>
public sealed record ReportCommand(string Purpose, string Line);
