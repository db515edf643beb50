namespace DeepEM.Cli.Web.Wire;

/// <summary>Something that a person should know.</summary>
/// <param name="Severity">information, warning or failure.</param>
/// <param name="Code">The same for the same thing in every version.</param>
/// <param name="Text">One line.</param>
internal sealed record NoticeEvent(string Severity, string Code, string Text);
