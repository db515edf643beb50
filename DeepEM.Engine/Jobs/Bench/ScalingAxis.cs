namespace DeepEM.Engine.Jobs.Bench;

/// <summary>What grows in a <see cref="ScalingBenchmark"/>.</summary>
public enum ScalingAxis
{
    /// <summary>The side of the micrograph, pixels, at one diameter.</summary>
    Side,

    /// <summary>The diameter of the particles, pixels, on micrographs of one side.</summary>
    Diameter,

    /// <summary>How many micrographs one run picks.</summary>
    Micrographs,
}
