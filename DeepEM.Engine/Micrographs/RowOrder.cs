namespace DeepEM.Engine.Micrographs;

/// <summary>Which row of a file becomes y = 0.</summary>
public enum RowOrder
{
    /// <summary>The last row of a TIFF, as RELION, MotionCor2, IMOD, EMAN2 and SerialEM have it; the first row of
    /// every other file.</summary>
    AsRelion,

    /// <summary>The first row of every file.</summary>
    AsStored,

    /// <summary>The last row of every file.</summary>
    Reversed,
}
