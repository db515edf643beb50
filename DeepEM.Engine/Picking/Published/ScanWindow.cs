namespace DeepEM.Engine.Picking.Published;

/// <summary>A window of the published scan.</summary>
/// <param name="X">Column of its upper left pixel.</param>
/// <param name="Y">Row of its upper left pixel.</param>
/// <param name="Score">Mean of the network's outputs for the window at 0, 90, 180 and 270 degrees.</param>
public readonly record struct ScanWindow(int X, int Y, double Score);
