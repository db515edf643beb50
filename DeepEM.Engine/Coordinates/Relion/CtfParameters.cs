namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>What a STAR file says of a particle's contrast transfer function; null for what it does not say.</summary>
/// <param name="DefocusUAngstrom">Defocus along its angle, angstrom, positive = underfocus.</param>
/// <param name="DefocusVAngstrom">Defocus across, angstrom, positive = underfocus.</param>
/// <param name="DefocusAngleDegree">Direction of the first defocus, degrees from the x axis.</param>
/// <param name="PhaseShiftDegree">Phase shift of a phase plate, degrees.</param>
/// <param name="VoltageKilovolt">Acceleration voltage, kilovolt.</param>
/// <param name="SphericalAberrationMillimetre">Spherical aberration Cs, millimetre.</param>
/// <param name="AmplitudeContrast">Amplitude contrast as a fraction.</param>
public readonly record struct CtfParameters(
    double? DefocusUAngstrom,
    double? DefocusVAngstrom,
    double? DefocusAngleDegree,
    double? PhaseShiftDegree,
    double? VoltageKilovolt,
    double? SphericalAberrationMillimetre,
    double? AmplitudeContrast);
