namespace DeepEM.Cli.Web.Wire;

/// <summary>Files to be written from the picks.</summary>
/// <param name="Formats">star, box, cbox and cs.</param>
/// <param name="Threshold">Lowest score of a pick.</param>
/// <param name="Out">The folder, within the roots.</param>
/// <param name="Model">Whether the model is copied, too.</param>
internal sealed record ExportRequest(IReadOnlyList<string> Formats, double Threshold, string Out, bool Model = false);
