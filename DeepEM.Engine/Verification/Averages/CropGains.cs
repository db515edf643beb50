namespace DeepEM.Engine.Verification.Averages;

/// <summary>What the coefficients of every crop are multiplied by: whitening, and what its optics leave.</summary>
/// <remarks>
/// A crop shows <c>C(k) A(k)</c> of a particle A. Multiplied by C once more it can be added to others; what is then
/// looked for is C² A (<see cref="ClassReferences"/>). Crops of one optics form a group; group 0 has no factors.
/// </remarks>
internal sealed class CropGains
{
    private readonly float[] _gains;
    private readonly Func<int, int> _groupOf;
    private readonly List<double[]> _factors;

    /// <summary>Whitens, and takes no heed of optics.</summary>
    /// <param name="gains">Whitening by ring, ring 0 first.</param>
    public CropGains(float[] gains) => (_gains, _factors, _groupOf) = (gains, [Ones(gains.Length)], static _ => 0);

    /// <summary>Brings both together.</summary>
    /// <param name="gains">Whitening by ring, ring 0 first.</param>
    /// <param name="crops">The crops, which know the optics of their micrographs.</param>
    public CropGains(float[] gains, ParticleCrops crops)
    {
        (_gains, _factors) = (gains, [Ones(gains.Length)]);
        int[] groups = new int[crops.Micrographs];
        for (int micrograph = 0; micrograph < groups.Length; micrograph++)
        {
            if (crops.Transfer(micrograph) is { } transfer)
            {
                groups[micrograph] = _factors.Count;
                _factors.Add([.. gains.Select((_, ring) => transfer[Math.Min(ring, transfer.Count - 1)])]);
            }
        }

        _groupOf = crop => groups[crops.Places[crop].Micrograph];
    }

    /// <summary>Number of groups.</summary>
    public int Groups => _factors.Count;

    /// <summary>The group of a crop.</summary>
    /// <param name="crop">Number of the crop.</param>
    public int GroupOf(int crop) => _groupOf(crop);

    /// <summary>What the optics of a group leave, by ring.</summary>
    /// <param name="group">The group.</param>
    public ReadOnlySpan<double> Factors(int group) => _factors[group];

    /// <summary>Writes the gains of a crop.</summary>
    /// <param name="crop">Number of the crop.</param>
    /// <param name="gains">Receives whitening times optics, by ring.</param>
    public void Write(int crop, Span<float> gains)
    {
        double[] factors = _factors[GroupOf(crop)];
        for (int ring = 0; ring < gains.Length; ring++)
        {
            gains[ring] = (float)(_gains[ring] * factors[ring]);
        }
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
