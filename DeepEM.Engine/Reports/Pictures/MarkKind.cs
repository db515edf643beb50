namespace DeepEM.Engine.Reports.Pictures;

/// <summary>What a circle on a micrograph means, which decides its colour and stroke.</summary>
public enum MarkKind
{
    /// <summary>A pick without a truth to hold against; coloured by its figure of merit.</summary>
    Pick,

    /// <summary>A ring that shows a size, as the caption says, and has no place in the legend: blue.</summary>
    Size,

    /// <summary>A pick that matches the truth: green.</summary>
    Found,

    /// <summary>A particle of the truth without a pick: orange, dashed.</summary>
    Missed,

    /// <summary>A pick without a particle: yellow, with a cross.</summary>
    Wrong,

    /// <summary>A pick or place that counts neither as right nor as wrong: grey, dashed.</summary>
    Ignored,
}
