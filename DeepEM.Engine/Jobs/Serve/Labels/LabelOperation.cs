namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>What is done to a label.</summary>
public enum LabelOperation
{
    /// <summary>It is set.</summary>
    Add,

    /// <summary>It gets another place.</summary>
    Move,

    /// <summary>It gets another kind.</summary>
    Kind,

    /// <summary>It is taken away.</summary>
    Remove,
}
