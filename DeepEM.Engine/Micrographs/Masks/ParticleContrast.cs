namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>Whether particles are darker or brighter than the ice around them.</summary>
public enum ParticleContrast
{
    /// <summary>The data do not say.</summary>
    Unclear,

    /// <summary>Darker, as micrographs come from the microscope.</summary>
    Dark,

    /// <summary>Brighter, as after an inversion of the grey levels.</summary>
    Bright,
}
