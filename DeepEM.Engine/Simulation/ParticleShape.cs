namespace DeepEM.Engine.Simulation;

/// <summary>The body that an invented particle's blobs fill, before it is stretched.</summary>
public enum ParticleShape
{
    /// <summary>A ball; hollow, a shell.</summary>
    Ellipsoid,

    /// <summary>A cylinder along z, as high as wide; hollow, a tube.</summary>
    Cylinder,
}
