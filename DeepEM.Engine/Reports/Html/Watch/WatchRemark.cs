namespace DeepEM.Engine.Reports.Html.Watch;

/// <summary>Something that a person may want to look at.</summary>
/// <param name="Time">When it was noticed.</param>
/// <param name="Micrograph">The micrograph; empty where it is about all.</param>
/// <param name="Kind">A word: <c>failed</c>, <c>waiting</c>, or the name of a flag or an alarm.</param>
/// <param name="Text">What it is, one line.</param>
internal sealed record WatchRemark(DateTimeOffset Time, string Micrograph, string Kind, string Text);
