namespace DeepEM.Engine.Learning.Training;

/// <summary>How unlabelled areas are treated.</summary>
public enum TrainingObjective
{
    /// <summary>No particle: every particle is labelled.</summary>
    Complete,

    /// <summary>Perhaps a particle: some are labelled. The risk is <see cref="PositiveUnlabelledRisk"/>'s.</summary>
    PositiveUnlabelled,
}
