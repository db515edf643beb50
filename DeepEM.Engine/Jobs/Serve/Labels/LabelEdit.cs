namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>One edit of a label.</summary>
/// <param name="Id">Names the edit: the same twice is one edit.</param>
/// <param name="Operation">What is done.</param>
/// <param name="Micrograph">Name of the outputs of the micrograph.</param>
/// <param name="Label">The label as it is afterwards; of one that is taken away, as it was where that is known.</param>
public sealed record LabelEdit(string Id, LabelOperation Operation, string Micrograph, Label Label);
