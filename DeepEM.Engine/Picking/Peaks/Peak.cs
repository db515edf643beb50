namespace DeepEM.Engine.Picking.Peaks;

/// <summary>A local maximum of a score map.</summary>
/// <param name="Y">Row in the prepared micrograph, binned pixels, between pixels as the peak lies.</param>
/// <param name="X">Column in the prepared micrograph.</param>
/// <param name="Logit">Score at the grid point nearest to the peak.</param>
public readonly record struct Peak(double Y, double X, float Logit);
