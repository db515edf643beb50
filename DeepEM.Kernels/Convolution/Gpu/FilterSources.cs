namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>
/// Where each value of packed filters comes from, as one code: 1 + i for weight i, −1 − i for bias i, 0 for zero.
/// </summary>
/// <remarks>
/// packed[group, 0, f] = bias[k], packed[group, 1 + (c·Q + q)·P + p, f] = weights[k,c,p,q] for k = group·F + f, at most
/// the last filter. Turned, from the weights of the convolution whose gradient by the input this is:
/// weights[c,k,P−1−p,Q−1−q], and no bias.
/// </remarks>
/// <param name="Shape">The convolution that takes the packed filters; its images do not matter.</param>
/// <param name="Tile">Its tiles.</param>
/// <param name="Weights">First of the weights.</param>
/// <param name="Bias">First of the biases; null for turned filters.</param>
internal readonly record struct FilterSources(ConvolutionShape Shape, WarpTile Tile, int Weights, int? Bias)
{
    /// <summary>How many values there are.</summary>
    public int Length => checked((int)(4 * Tile.PackedQuads(Shape)));

    /// <summary>Whether the packed values of other sources are the same, whatever the images.</summary>
    /// <param name="other">The other sources.</param>
    public bool GivesSame(FilterSources other) =>
        (Weights, Bias, Tile.Filters) == (other.Weights, other.Bias, other.Tile.Filters)
        && (Shape.Filters, Shape.InChannels) == (other.Shape.Filters, other.Shape.InChannels)
        && (Shape.FilterHeight, Shape.FilterWidth) == (other.Shape.FilterHeight, other.Shape.FilterWidth);

    /// <summary>Writes the codes.</summary>
    /// <param name="codes">Receives <see cref="Length"/> of them.</param>
    public void Write(Span<int> codes)
    {
        int width = 4 * Tile.Quads;
        int taps = Shape.FilterHeight * Shape.FilterWidth;
        int next = 0;
        for (int group = 0; group < Tile.Groups; group++)
        {
            WriteBias(codes.Slice(next, width), group);
            next += width;
            for (int c = 0; c < Shape.InChannels; c++)
            {
                for (int t = 0; t < taps; t++, next += width)
                {
                    int tap = (t % Shape.FilterHeight * Shape.FilterWidth) + (t / Shape.FilterHeight);
                    WriteTap(codes.Slice(next, width), group, c, tap, taps);
                }
            }
        }
    }

    private void WriteBias(Span<int> codes, int group)
    {
        for (int f = 0; f < codes.Length; f++)
        {
            codes[f] = Bias is { } first ? -1 - first - Filter(group, f) : 0;
        }
    }

    private void WriteTap(Span<int> codes, int group, int c, int tap, int taps)
    {
        for (int f = 0; f < codes.Length; f++)
        {
            int k = Filter(group, f);
            int weight = Bias is null
                ? (((c * Shape.Filters) + k) * taps) + taps - 1 - tap
                : (((k * Shape.InChannels) + c) * taps) + tap;
            codes[f] = 1 + Weights + weight;
        }
    }

    private int Filter(int group, int f) => Math.Min((group * Tile.Filters) + f, Shape.Filters - 1);
}
