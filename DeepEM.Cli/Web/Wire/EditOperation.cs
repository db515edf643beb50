namespace DeepEM.Cli.Web.Wire;

/// <summary>One edit: a mark is added, moved, gets another kind or is removed.</summary>
/// <param name="Id">Names the edit: the same twice is one edit.</param>
/// <param name="Op">add, move, kind or remove.</param>
/// <param name="Mark">Names the mark.</param>
/// <param name="Mic">Index of the micrograph.</param>
/// <param name="X">Column, pixels of the original micrograph; for add and move.</param>
/// <param name="Y">Row, pixels of the original micrograph; for add and move.</param>
/// <param name="Kind">particle or not; for add and kind.</param>
internal sealed record EditOperation(
    string Id,
    string Op,
    string Mark,
    int Mic,
    double? X = null,
    double? Y = null,
    string? Kind = null);
