using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>The ice of a region: neither masked nor near to anything that may be a particle.</summary>
internal sealed class FreeArea
{
    /// <summary>Radius of what is kept of a particle and its surroundings, in diameters.</summary>
    public const double KeptRadius = 0.6;

    /// <summary>Least share of the region from which its noise is known.</summary>
    public const double LeastShare = 0.05;

    // In diameters: round what is perhaps a particle; and round particles where they leave no more room.
    private const double DoubtfulRadius = 0.65;
    private const double NarrowRadius = 0.5;

    private FreeArea(bool[] isFree)
    {
        IsFree = isFree;
        Count = isFree.AsSpan().Count(true);
        Share = Count / (double)Math.Max(1, isFree.Length);
    }

    /// <summary>For every pixel of the region, row by row, whether it is free.</summary>
    public bool[] IsFree { get; }

    /// <summary>Free pixels.</summary>
    public int Count { get; }

    /// <summary>Their share of the region, 0 to 1.</summary>
    public double Share { get; }

    /// <summary>Finds the free pixels.</summary>
    /// <param name="region">The region.</param>
    /// <param name="kept">Candidates that are taken for particles.</param>
    /// <param name="doubtful">Candidates that may be.</param>
    /// <param name="diameter">Particle diameter, pixels.</param>
    /// <returns>What is far from both; where that is too little, what is a radius away from the first. Valid until the
    /// next of the region's memory.</returns>
    public static FreeArea Of(
        DecoyRegion region, IReadOnlyList<Peak> kept, IReadOnlyList<Peak> doubtful, double diameter)
    {
        bool[] isFree = Open(region);
        Discs.Clear(isFree, region.Image, kept, KeptRadius * diameter);
        Discs.Clear(isFree, region.Image, doubtful, DoubtfulRadius * diameter);
        var wide = new FreeArea(isFree);
        return wide.Share >= LeastShare ? wide : Narrow(region, kept, diameter);
    }

    private static bool[] Open(DecoyRegion region)
    {
        bool[] isOpen = region.Buffers.Take<bool>(DecoyBuffer.Free, region.IsMasked.Length);
        Discs.SetOpen(isOpen, region.IsMasked);
        return isOpen;
    }

    private static FreeArea Narrow(DecoyRegion region, IReadOnlyList<Peak> kept, double diameter)
    {
        bool[] isFree = Open(region);
        Discs.Clear(isFree, region.Image, kept, NarrowRadius * diameter);
        return new FreeArea(isFree);
    }
}
