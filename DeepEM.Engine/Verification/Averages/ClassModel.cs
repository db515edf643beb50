namespace DeepEM.Engine.Verification.Averages;

/// <summary>Classes, and how the crops that they were made from lie under them.</summary>
/// <param name="Numbers">The crops, in the order of the rows of the poses.</param>
/// <param name="Boxes">Where the box of each lies in the end, pixels from the crop's centre.</param>
/// <param name="Poses">How they lie.</param>
/// <param name="Sums">Crops turned back and added up, by class.</param>
/// <param name="References">What further crops are held against.</param>
internal sealed record ClassModel(
    int[] Numbers, (int X, int Y)[] Boxes, PoseTable Poses, ClassSums Sums, ClassReferences References);
