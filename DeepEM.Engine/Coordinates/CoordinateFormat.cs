namespace DeepEM.Engine.Coordinates;

/// <summary>The formats of coordinates that are read and written.</summary>
public enum CoordinateFormat
{
    /// <summary>RELION 4 and 5: a STAR file per micrograph and <c>autopick.star</c>.</summary>
    Relion,

    /// <summary>RELION since 3.1: one STAR file of particles with optics groups.</summary>
    RelionParticles,

    /// <summary>RELION before 3.1: one STAR file of particles with one table.</summary>
    RelionOld,

    /// <summary>EMAN's and crYOLO's <c>.box</c>: corner and size.</summary>
    Box,

    /// <summary>EMAN2's <c>info/*_info.json</c>: centres.</summary>
    Eman2,

    /// <summary>crYOLO's <c>.cbox</c> since 1.8, a STAR file: corner and size.</summary>
    Cbox,

    /// <summary>crYOLO's <c>.cbox</c> before 1.8, plain columns: corner, size, confidence.</summary>
    CboxOld,

    /// <summary>Topaz's table of coordinates, tabs between.</summary>
    Topaz,

    /// <summary>A table with commas.</summary>
    Csv,

    /// <summary>A table with tabs.</summary>
    Tsv,

    /// <summary>cryoSPARC's <c>.cs</c>, a structured NumPy array: fractions of the extents.</summary>
    CryoSparc,
}
