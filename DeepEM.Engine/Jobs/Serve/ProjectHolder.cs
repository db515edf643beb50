namespace DeepEM.Engine.Jobs.Serve;

/// <summary>Who has a project open.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Process">The process on it.</param>
/// <param name="Time">When it last said so.</param>
internal sealed record ProjectHolder(string Host, int Process, DateTimeOffset Time);
