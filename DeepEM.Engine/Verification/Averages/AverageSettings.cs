namespace DeepEM.Engine.Verification.Averages;

/// <summary>How picks are sorted into classes and averaged.</summary>
/// <param name="Diameter">Particle diameter, prepared pixels.</param>
public sealed record AverageSettings(double Diameter)
{
    /// <summary>Rows and columns of the averages, prepared pixels.</summary>
    public const int BoxSide = 64;

    /// <summary>Most rings in Fourier space that are looked at; ring k stands for BoxSide/k pixels.</summary>
    public const int Rings = 14;

    /// <summary>Rotations that are tried.</summary>
    public const int Rotations = 64;

    // Least pixels between the mask's radius and the border of the box.
    private const int MaskEdge = 3;

    private const int CoarseStep = 2;

    /// <summary>Number of classes; null for one to 70 crops, 8 to 50.</summary>
    public int? Classes { get; init; }

    /// <summary>What the random start depends on.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether particles touch: the mask is then narrower, or they are aligned on their neighbours.</summary>
    public bool IsCrowded { get; init; }

    /// <summary>Pixel size of the prepared micrographs, angstrom.</summary>
    public double PixelSizeAngstrom { get; init; } = 1;

    /// <summary>Radius at which the mask is one half, prepared pixels.</summary>
    public double MaskRadius => Math.Min((BoxSide / 2) - MaskEdge, (IsCrowded ? 0.5 : 0.6) * Diameter);

    /// <summary>Of each crop whether classes are made from it; the others are held against them in the end. Null for
    /// all: where most are noise, classes of all would show nothing else.</summary>
    public IReadOnlyList<bool>? Forming { get; init; }

    /// <summary>Rounds of alignment and averaging.</summary>
    internal int Rounds { get; init; } = 20;

    /// <summary>Most crops of all rounds; of more, some take part, drawn at random, and all in the last.</summary>
    internal int MostResident { get; init; } = 5000;

    /// <summary>By how much the evidence is divided at first, falling to 1.</summary>
    internal double StartTemperature { get; init; } = 4;

    /// <summary>What the evidence is multiplied by at the end; more than 1 is more certain than the noise allows.
    /// </summary>
    internal double Certainty { get; init; } = 1;

    /// <summary>How much more the signal of an average counts than its noise; infinite for averages as they are.
    /// </summary>
    internal double WienerFactor { get; init; } = 2;

    /// <summary>How far the centre is looked for at first, pixels.</summary>
    internal int SearchRadius => Math.Clamp((int)(0.12 * Diameter), 2, 8);

    /// <summary>Shifts that are tried at first.</summary>
    internal (int X, int Y)[] CoarseShifts => ShiftGrid.Disc(SearchRadius, CoarseStep);

    /// <summary>How far a class may move the box of a crop, pixels.</summary>
    internal double FarthestShift => Math.Min(0.2 * Diameter, ((ParticleCrops.Side - BoxSide) / 2) - 1);

    /// <summary>The angle of a rotation.</summary>
    /// <param name="rotation">Its number.</param>
    internal static double RadiansOf(int rotation) => 2 * Math.PI * rotation / Rotations;

    /// <summary>How many classes to make.</summary>
    /// <param name="crops">Number of crops, at least 1.</param>
    /// <returns>At least 1 and no more than there are crops.</returns>
    internal int ClassesFor(int crops) =>
        Math.Clamp(Classes ?? ClassCount.For(crops), 1, Math.Max(1, crops));

    /// <summary>Whether particles touch, by how near the next one is.</summary>
    /// <param name="places">Centres, grouped by micrograph.</param>
    /// <param name="diameter">Particle diameter, in the same pixels.</param>
    /// <returns>True where half of them have another nearer than 1.1 diameters.</returns>
    public static bool AreCrowded(IReadOnlyList<CropPlace> places, double diameter) =>
        NeighbourDistance.Median(places) < 1.1 * diameter;
}
