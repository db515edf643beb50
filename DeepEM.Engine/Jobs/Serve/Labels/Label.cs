namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>A place that a person labelled.</summary>
/// <param name="Id">Names it within its project.</param>
/// <param name="X">Column of its centre, pixels of the original micrograph.</param>
/// <param name="Y">Row of its centre, pixels of the original micrograph.</param>
/// <param name="Kind">What is there.</param>
public readonly record struct Label(string Id, double X, double Y, LabelKind Kind);
