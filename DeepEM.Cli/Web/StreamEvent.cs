namespace DeepEM.Cli.Web;

/// <summary>An event as it goes to a browser.</summary>
/// <param name="Id">Its number, from which a browser goes on after a break.</param>
/// <param name="Name">What kind of event.</param>
/// <param name="Subject">Of two events of one kind and subject the newer says all; null where each counts.</param>
/// <param name="Json">What it says, UTF-8 without line breaks.</param>
internal readonly record struct StreamEvent(long Id, string Name, string? Subject, ReadOnlyMemory<byte> Json);
