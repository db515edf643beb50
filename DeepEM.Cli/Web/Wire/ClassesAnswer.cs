namespace DeepEM.Cli.Web.Wire;

/// <summary>Classes of picks.</summary>
/// <param name="Number">Of their folder.</param>
internal sealed record ClassesAnswer(int Number);
