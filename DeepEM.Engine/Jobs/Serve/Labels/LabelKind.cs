namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>What a person says of a place.</summary>
public enum LabelKind
{
    /// <summary>A particle is there.</summary>
    Particle,

    /// <summary>No particle is there, though it may look like one.</summary>
    Negative,
}
