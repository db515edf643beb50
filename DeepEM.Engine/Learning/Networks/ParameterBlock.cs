namespace DeepEM.Engine.Learning.Networks;

/// <summary>Where one layer's weights and biases lie in the flat vector of all parameters.</summary>
/// <param name="Name">"convolution1" to "convolution3", or "output".</param>
/// <param name="Units">Filters of the convolution, or 1: the length of the biases.</param>
/// <param name="Channels">Input maps.</param>
/// <param name="Side">Side of a kernel; of the maps for the output unit.</param>
/// <param name="Offset">First weight; the biases follow the weights.</param>
public readonly record struct ParameterBlock(string Name, int Units, int Channels, int Side, int Offset)
{
    /// <summary>Number of weights, in the order unit, channel, row, column.</summary>
    public int Weights => Units * Channels * Side * Side;

    /// <summary>First bias.</summary>
    public int BiasOffset => Offset + Weights;

    /// <summary>First value after this block.</summary>
    public int End => BiasOffset + Units;

    /// <summary>The blocks of a network, from the input on; together they fill the vector.</summary>
    /// <param name="network">The network.</param>
    /// <returns>One block for each convolution, then the output unit's.</returns>
    public static IReadOnlyList<ParameterBlock> Of(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var blocks = new List<ParameterBlock>();
        int offset = 0;
        int channels = 1;
        foreach (ConvolutionStage stage in network.Stages)
        {
            var block = new ParameterBlock(
                $"convolution{blocks.Count + 1}", stage.Maps, channels, stage.KernelSize, offset);
            blocks.Add(block);
            offset = block.End;
            channels = stage.Maps;
        }

        blocks.Add(new ParameterBlock("output", 1, channels, network.OutputSide, offset));
        return blocks;
    }
}
