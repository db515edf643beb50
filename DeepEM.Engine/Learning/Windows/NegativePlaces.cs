using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Windows;

/// <summary>Draws the fixed set of negatives of the published training: places away from every particle.</summary>
public static class NegativePlaces
{
    // Least distance from a particle's centre, in diameters: the box then shows no whole particle in its middle.
    private const double Exclusion = 0.6;
    private const int AttemptsPerPlace = 500;

    /// <summary>Draws places, the same number in every micrograph as far as there is room.</summary>
    /// <param name="micrographs">The micrographs.</param>
    /// <param name="count">Places in all.</param>
    /// <param name="diameter">Particle diameter, pixels of the prepared micrographs.</param>
    /// <param name="random">Source of the places; advanced.</param>
    /// <returns>Number of the micrograph and place; fewer than asked where there is no room.</returns>
    public static IReadOnlyList<(int Micrograph, BinnedPosition Place)> Draw(
        IReadOnlyList<TrainingMicrograph> micrographs, int count, double diameter, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(random);
        ExclusionMap[] maps = [.. micrographs.Select(m => ExclusionMap.AroundParticles(m, Exclusion * diameter))];
        var places = new List<(int Micrograph, BinnedPosition Place)>();
        for (int attempt = 0; attempt < count * AttemptsPerPlace && places.Count < count; attempt++)
        {
            int micrograph = places.Count % micrographs.Count;
            PreparedMicrograph image = micrographs[micrograph].Image;
            var place = new BinnedPosition(random.NextInt32(image.Width), random.NextInt32(image.Height));
            if (!maps[micrograph].IsMarked(place))
            {
                places.Add((micrograph, place));
            }
        }

        return places;
    }
}
