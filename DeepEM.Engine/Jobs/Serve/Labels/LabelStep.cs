namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>What was done at one time: a line of the journal.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Client">The page it came from; empty for the program itself.</param>
/// <param name="Edits">Its edits, in their order.</param>
/// <param name="Undone">Number of the step that it takes back; 0 for none.</param>
/// <param name="Redone">Number of the step that it does again; 0 for none.</param>
internal sealed record LabelStep(
    long Number, string Client, IReadOnlyList<LabelEdit> Edits, long Undone = 0, long Redone = 0);
