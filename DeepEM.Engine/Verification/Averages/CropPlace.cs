namespace DeepEM.Engine.Verification.Averages;

/// <summary>Where a crop was cut.</summary>
/// <param name="Micrograph">Number of the micrograph, from 0, in the order in which they were added.</param>
/// <param name="X">Column that was asked for, prepared pixels.</param>
/// <param name="Y">Row that was asked for.</param>
public readonly record struct CropPlace(int Micrograph, double X, double Y)
{
    /// <summary>Column of the crop's centre less the one that was asked for: crops lie on whole pixels.</summary>
    internal double ShiftX => Math.Round(X) - X;

    /// <summary>Row of the crop's centre less the one that was asked for.</summary>
    internal double ShiftY => Math.Round(Y) - Y;
}
