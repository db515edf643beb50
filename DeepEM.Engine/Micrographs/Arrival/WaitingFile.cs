namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>A file that is not complete yet.</summary>
/// <param name="Source">The file.</param>
/// <param name="Since">When it was seen first.</param>
/// <param name="Lack">What is missing, in a few words.</param>
internal sealed record WaitingFile(MicrographSource Source, DateTimeOffset Since, string Lack);
