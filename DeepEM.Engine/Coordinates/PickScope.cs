namespace DeepEM.Engine.Coordinates;

/// <summary>Which of a micrograph's files of picks are read from a folder.</summary>
public enum PickScope
{
    /// <summary>The picks above the threshold: <c>STEM.star</c>, <c>STEM_autopick.star</c>, ...</summary>
    Accepted,

    /// <summary>Those down to the floor, <c>STEM_all.star</c>, where there are such, for curves; else the accepted.
    /// </summary>
    All,
}
