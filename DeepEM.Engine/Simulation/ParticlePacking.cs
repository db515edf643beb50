namespace DeepEM.Engine.Simulation;

/// <summary>How the places of particles come about.</summary>
public enum ParticlePacking
{
    /// <summary>Strewn by chance, one after the other; at most half of the area can be covered.</summary>
    Random,

    /// <summary>Strewn too densely, then pushed apart until they touch, as in a crowded film of ice.</summary>
    Relaxed,

    /// <summary>Patches of a jittered hexagonal lattice, the closest packing there is.</summary>
    Hexagonal,
}
