namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>What a training of a project learns from.</summary>
public enum TrainingSource
{
    /// <summary>Labels of a person.</summary>
    Labels,

    /// <summary>No label: what verification finds to be particles.</summary>
    Nothing,

    /// <summary>Classes that a person sorted.</summary>
    Classes,
}
