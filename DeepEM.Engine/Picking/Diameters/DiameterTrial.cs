namespace DeepEM.Engine.Picking.Diameters;

/// <summary>How much a network recognises on micrographs that are looked at for particles of one diameter.</summary>
/// <param name="DiameterAngstrom">The diameter, angstrom.</param>
/// <param name="IsInverted">Whether dark and bright were exchanged.</param>
/// <param name="Certain">Places that the network is certain of, on all micrographs together.</param>
/// <param name="Coverage">Part of the area that so many discs of this diameter cover.</param>
public sealed record DiameterTrial(double DiameterAngstrom, bool IsInverted, int Certain, double Coverage)
{
    /// <summary>Ranks trials: places per area times diameter.</summary>
    /// <remarks>
    /// Places alone favour small diameters, of which more fit, and coverage favours large ones; what lies between named
    /// the neighbourhood of the right diameter on every training set that was tried.
    /// </remarks>
    internal double Evidence => Coverage / DiameterAngstrom;
}
