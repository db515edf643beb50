namespace DeepEM.Tests.Engine.Coordinates.Relion;

/// <summary>Small files of particles as RELION and pyem write them.</summary>
internal static class ParticleStars
{
    /// <summary>Before 3.1: one table of empty name, origins in pixels, optics in every row.</summary>
    public const string Relion30 =
        "\ndata_\n\nloop_ \n_rlnCoordinateX #1 \n_rlnCoordinateY #2 \n_rlnMicrographName #3 \n_rlnImageName #4 \n"
        + "_rlnVoltage #5 \n_rlnDefocusU #6 \n_rlnDefocusV #7 \n_rlnDefocusAngle #8 \n_rlnSphericalAberration #9 \n"
        + "_rlnDetectorPixelSize #10 \n_rlnMagnification #11 \n_rlnAmplitudeContrast #12 \n_rlnPhaseShift #13 \n"
        + "_rlnOriginX #14 \n_rlnOriginY #15 \n_rlnAnglePsi #16 \n"
        + "  100.000000   200.000000 Micrographs/a.mrc 000001@Particles/a.mrcs   300.000000 10100.500000  9900.250000 "
        + "   45.000000     2.700000     5.000000 40000.000000     0.100000    90.000000     1.500000    -2.000000 "
        + "   12.340000 \n"
        + "  300.000000   400.000000 Micrographs/b.mrc 000001@Particles/b.mrcs   300.000000 11100.500000 10900.250000 "
        + "   46.000000     2.700000     5.000000 40000.000000     0.100000    90.000000     0.000000     0.000000 "
        + "   -0.500000 \n \n";

    /// <summary>RELION 3.1: two optics groups of different pixel sizes, origins in angstrom, a block of single values,
    /// a label that nobody knows, quotes and empty values.</summary>
    public const string Relion31 =
        "\n# version 30001\n\ndata_general\n\n_rlnTomoNumber                 7\n_myNote \"two words\" \n\n\n"
        + "# version 30001\n\ndata_optics\n\nloop_ \n_rlnOpticsGroupName #1 \n_rlnOpticsGroup #2 \n"
        + "_rlnMicrographOriginalPixelSize #3 \n_rlnVoltage #4 \n_rlnSphericalAberration #5 \n"
        + "_rlnAmplitudeContrast #6 \n_rlnMicrographPixelSize #7 \n_rlnBeamTiltX #8 \n"
        + "'group one'            1     0.500000   300.000000     2.700000     0.100000     1.000000     0.012000 \n"
        + "opticsGroup2           2     0.800000   200.000000     1.400000     0.070000     1.600000    -0.034000 \n"
        + " \n\n# version 30001\n\ndata_particles\n\nloop_ \n_rlnCoordinateX #1 \n_rlnCoordinateY #2 \n"
        + "_rlnMicrographName #3 \n_rlnOpticsGroup #4 \n_rlnOriginXAngst #5 \n_rlnOriginYAngst #6 \n"
        + "_rlnAutopickFigureOfMerit #7 \n_rlnDefocusU #8 \n_rlnDefocusV #9 \n_rlnDefocusAngle #10 \n"
        + "_myOwnColumn #11 \n"
        + "  100.000000   200.000000 'mics/my a.mrc' 1     3.000000    -4.000000     0.750000 10100.500000 "
        + " 9900.250000    45.000000 \"\" \n"
        + "  100.000000   200.000000 mics/b.mrc 2     3.200000    -4.800000  -999.000000 20100.000000 "
        + "20000.000000   -45.000000 Mike's \n"
        + "   50.500000    60.250000 mics/b.mrc 2     0.000000     0.000000     0.250000 20100.000000 "
        + "20000.000000   -45.000000 \"it's one\" \n";

    /// <summary>RELION 4 and 5 after an extraction that rescaled: only the movies' and the boxes' pixel size.</summary>
    public const string Relion50 =
        "\n# version 50001\n\ndata_optics\n\nloop_ \n_rlnOpticsGroupName #1 \n_rlnOpticsGroup #2 \n"
        + "_rlnMicrographOriginalPixelSize #3 \n_rlnVoltage #4 \n_rlnSphericalAberration #5 \n"
        + "_rlnAmplitudeContrast #6 \n_rlnImagePixelSize #7 \n_rlnImageSize #8 \n_rlnImageDimensionality #9 \n"
        + "_rlnCtfDataAreCtfPremultiplied #10 \n"
        + "opticsGroup1            1     1.000000   300.000000     2.700000     0.100000     4.000000           64 "
        + "           2            0 \n \n\n# version 50001\n\ndata_particles\n\nloop_ \n_rlnCoordinateX #1 \n"
        + "_rlnCoordinateY #2 \n_rlnImageName #3 \n_rlnMicrographName #4 \n_rlnOpticsGroup #5 \n_rlnDefocusU #6 \n"
        + "_rlnOriginXAngst #7 \n_rlnOriginYAngst #8 \n_rlnAngleRot #9 \n_rlnClassNumber #10 \n"
        + "_rlnRandomSubset #11 \n"
        + "   20.000000    30.000000 000001@Extract/job012/mics/mic01.mrcs mics/mic01.mrc            1 10000.100000 "
        + "   20.000000   -10.000000    77.123456            3            1 \n"
        + "   30.000000    37.000000 000002@Extract/job012/mics/mic01.mrcs mics/mic01.mrc            1 10000.200000 "
        + "   20.000000   -10.000000    78.123456            3            2 \n"
        + "   40.000000    44.000000 000003@Extract/job012/mics/mic01.mrcs mics/mic01.mrc            1 10000.300000 "
        + "   20.000000   -10.000000    79.123456            4            1 \n";

    /// <summary>csparc2star.py: no version, no pixel size but the boxes'.</summary>
    public const string Csparc2Star =
        "\ndata_optics\n\nloop_\n_rlnVoltage #1\n_rlnImagePixelSize #2\n_rlnOpticsGroup #3\n_rlnOpticsGroupName #4\n"
        + "300.0 2.0 1 opticsGroup1\n\n\ndata_particles\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n"
        + "_rlnMicrographName #3\n_rlnOpticsGroup #4\n_rlnOriginXAngst #5\n_rlnOriginYAngst #6\n"
        + "20.0 30.0 J1/imported/mic01.mrc 1 20.0 -10.0\n30.0 37.0 J1/imported/mic01.mrc 1 20.0 -10.0\n";
}
