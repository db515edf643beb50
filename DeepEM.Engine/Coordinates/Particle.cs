using System.Text.Json.Serialization;

namespace DeepEM.Engine.Coordinates;

/// <summary>One particle, or one place that was picked.</summary>
/// <remarks>Two particles are equal where place and score are: which row they were read from does not count.</remarks>
/// <param name="X">Centre, columns from the left, in pixels of the original micrograph (see
/// <see cref="CoordinateFrame"/>).</param>
/// <param name="Y">Centre, rows from the first row of the file, in pixels of the original micrograph.</param>
/// <param name="FigureOfMerit">The picker's score, higher is better; 0 where a person picked.</param>
public readonly record struct Particle(double X, double Y, double FigureOfMerit)
{
    // One more than the row, so that a particle that nobody made from a row has none: 0 is what memory begins with.
    private readonly int _following;

    /// <summary>Row of the table it was read from (<see cref="MicrographPicks.Table"/>), from 0; -1 for none.</summary>
    /// <remarks>No part of what is written as JSON: the same labels from another file are the same labels.</remarks>
    [JsonIgnore]
    public int Row
    {
        get => _following - 1;
        init => _following = value + 1;
    }

    /// <summary>Whether place and score are the same.</summary>
    /// <param name="other">The other particle.</param>
    public bool Equals(Particle other) =>
        X.Equals(other.X) && Y.Equals(other.Y) && FigureOfMerit.Equals(other.FigureOfMerit);

    /// <summary>A number that is the same for equal particles.</summary>
    public override int GetHashCode() => HashCode.Combine(X, Y, FigureOfMerit);
}
