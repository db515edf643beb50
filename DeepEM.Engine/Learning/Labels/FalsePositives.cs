using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Learning.Labels;

/// <summary>Sorts the picks of a round into true and false and keeps the false ones as negatives.</summary>
public static class FalsePositives
{
    // Nearer than this, in diameters, a pick is the labelled particle, only not well centred: neither right nor wrong.
    private const double Apart = 0.5;

    /// <summary>Adds what was picked away from every particle to the places known to hold none.</summary>
    /// <param name="micrograph">The labelled micrograph.</param>
    /// <param name="picked">What the network picked on it, binned pixels.</param>
    /// <param name="perhaps">
    /// Which of these may be particles that nobody labelled: they become unknown places instead.
    /// </param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <returns>The micrograph with more negatives; places already known are not added again.</returns>
    public static TrainingMicrograph Add(
        TrainingMicrograph micrograph,
        IReadOnlyList<BinnedPosition> picked,
        IReadOnlyList<bool> perhaps,
        double diameter)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        ArgumentNullException.ThrowIfNull(picked);
        ArgumentNullException.ThrowIfNull(perhaps);
        ExclusionMap near = ExclusionMap.AroundParticles(micrograph, Apart * diameter);
        near.MarkDiscs(micrograph.Negatives, Apart * diameter);
        int[] apart = [.. Enumerable.Range(0, picked.Count).Where(i => !near.IsMarked(picked[i]))];
        return micrograph with
        {
            Negatives = [.. micrograph.Negatives, .. apart.Where(i => !perhaps[i]).Select(i => picked[i])],
            Ignored = [.. micrograph.Ignored, .. apart.Where(i => perhaps[i]).Select(i => picked[i])],
        };
    }
}
