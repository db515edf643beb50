using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Labels;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>One micrograph with its labels and its picks, ready to be held against each other.</summary>
/// <param name="Name">The micrograph's name, for messages.</param>
/// <param name="Width">Columns, or 0 when unknown.</param>
/// <param name="Height">Rows, or 0 when unknown.</param>
/// <param name="Truth">The labelled particles.</param>
/// <param name="Picks">The places that were picked, in any order.</param>
/// <param name="Ignored">Places where a pick counts neither as right nor as wrong; often empty.</param>
/// <exception cref="ArgumentException">A coordinate is not finite, or a score is not a number.</exception>
/// <exception cref="ArgumentOutOfRangeException">The width or the height is negative.</exception>
public sealed record LabelledMicrograph(
    string Name,
    int Width,
    int Height,
    IReadOnlyList<Particle> Truth,
    IReadOnlyList<Particle> Picks,
    IReadOnlyList<Particle> Ignored)
{
    /// <summary>Columns, or 0 when unknown.</summary>
    public int Width { get; init; } = NotNegative(Width, nameof(Width));

    /// <summary>Rows, or 0 when unknown.</summary>
    public int Height { get; init; } = NotNegative(Height, nameof(Height));

    /// <summary>The labelled particles.</summary>
    public IReadOnlyList<Particle> Truth { get; init; } = Finite(Truth, nameof(Truth));

    /// <summary>The places that were picked, in any order.</summary>
    public IReadOnlyList<Particle> Picks { get; init; } = Finite(Picks, nameof(Picks));

    /// <summary>Places where a pick counts neither as right nor as wrong.</summary>
    public IReadOnlyList<Particle> Ignored { get; init; } = Finite(Ignored, nameof(Ignored));

    /// <summary>Whether the micrograph's extents are known.</summary>
    public bool HasSize => Width > 0 && Height > 0;

    /// <summary>A training micrograph with its labels and ignored places, in pixels of the original.</summary>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="picks">What was picked on it, original pixels.</param>
    /// <returns>The micrograph, ready to be evaluated.</returns>
    public static LabelledMicrograph Of(TrainingMicrograph micrograph, IReadOnlyList<Particle> picks)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        return new LabelledMicrograph(
            micrograph.Image.Name,
            micrograph.Image.OriginalWidth,
            micrograph.Image.OriginalHeight,
            ToMicrograph(micrograph.Particles, micrograph),
            picks,
            ToMicrograph(micrograph.Ignored, micrograph));
    }

    private static IReadOnlyList<Particle> ToMicrograph(
        IReadOnlyList<BinnedPosition> places, TrainingMicrograph micrograph) =>
        [.. places.Select(p => CoordinateFrame.ToMicrograph(p, micrograph.Image.Binning, figureOfMerit: 0))];

    private static int NotNegative(int extent, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extent, name);
        return extent;
    }

    private static IReadOnlyList<Particle> Finite(IReadOnlyList<Particle> particles, string name)
    {
        ArgumentNullException.ThrowIfNull(particles, name);
        for (int i = 0; i < particles.Count; i++)
        {
            Particle particle = particles[i];
            if (!double.IsFinite(particle.X) || !double.IsFinite(particle.Y) || double.IsNaN(particle.FigureOfMerit))
            {
                throw new ArgumentException($"Entry {i} is {particle}; coordinates and scores must be numbers.", name);
            }
        }

        return particles;
    }
}
