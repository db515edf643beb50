namespace DeepEM.Cli.Web.Wire;

/// <summary>A job that was begun.</summary>
/// <param name="Job">The job.</param>
internal sealed record JobStarted(JobAnswer Job);
