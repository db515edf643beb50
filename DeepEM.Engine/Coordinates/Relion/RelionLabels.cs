namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Labels of RELION's tables of particles and optics groups that have a meaning here.</summary>
internal static class RelionLabels
{
    public const string CoordinateX = "_rlnCoordinateX";
    public const string CoordinateY = "_rlnCoordinateY";
    public const string CoordinateZ = "_rlnCoordinateZ";
    public const string MicrographName = "_rlnMicrographName";
    public const string ImageName = "_rlnImageName";
    public const string FigureOfMerit = "_rlnAutopickFigureOfMerit";

    // Since RELION 3.1 in angstrom, before in pixels.
    public const string OriginXAngstrom = "_rlnOriginXAngst";
    public const string OriginYAngstrom = "_rlnOriginYAngst";
    public const string OriginX = "_rlnOriginX";
    public const string OriginY = "_rlnOriginY";

    public const string OpticsGroup = "_rlnOpticsGroup";
    public const string OpticsGroupName = "_rlnOpticsGroupName";
    public const string MicrographPixelSize = "_rlnMicrographPixelSize";
    public const string OriginalPixelSize = "_rlnMicrographOriginalPixelSize";
    public const string ImagePixelSize = "_rlnImagePixelSize";

    // Before RELION 3.1: micrometres, and how many times the specimen is enlarged.
    public const string DetectorPixelSize = "_rlnDetectorPixelSize";
    public const string Magnification = "_rlnMagnification";

    public const string DefocusU = "_rlnDefocusU";
    public const string DefocusV = "_rlnDefocusV";
    public const string DefocusAngle = "_rlnDefocusAngle";
    public const string PhaseShift = "_rlnPhaseShift";
    public const string Voltage = "_rlnVoltage";
    public const string SphericalAberration = "_rlnSphericalAberration";
    public const string AmplitudeContrast = "_rlnAmplitudeContrast";
}
