namespace DeepEM.Engine.Learning.Training;

/// <summary>How the learning rate changes during training.</summary>
public enum LearningRateSchedule
{
    /// <summary>The same rate throughout, as published.</summary>
    Constant,

    /// <summary>A linear rise over the first twentieth, then half a cosine down to a hundredth of the rate.</summary>
    WarmUpAndCosine,
}
