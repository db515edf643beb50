using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>Parameters with which a network sees every window turned or mirrored.</summary>
/// <remarks>
/// With T the turn of <see cref="WindowCutter"/>, conv(T·x, k) = T·conv(x, T⁻¹·k). Pooling windows tile their maps
/// exactly, so pooling and T change places too, and the output unit undoes the turn that is left: the network whose
/// kernels and output map are T⁻¹ of the others gives for x the very sums that the others give for T·x.
/// </remarks>
internal static class TurnedParameters
{
    /// <summary>Turns all kernels and the map of the output unit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters, in the order of <see cref="ParameterBlock.Of"/>.</param>
    /// <param name="orientation">How windows are turned, as for <see cref="WindowCutter.Cut"/>.</param>
    /// <returns>As many parameters: their score of a window is the given parameters' score of it turned.</returns>
    /// <exception cref="ArgumentException">
    /// A pooling leaves a row out: the turned network would leave out another.
    /// </exception>
    public static float[] Of(NetworkDescription network, ReadOnlySpan<float> parameters, int orientation)
    {
        if (!network.PoolingsTile)
        {
            throw new ArgumentException($"The poolings of {network} do not tile their maps.", nameof(network));
        }

        float[] turned = parameters.ToArray();
        foreach (ParameterBlock block in ParameterBlock.Of(network))
        {
            for (int map = 0; map < block.Units * block.Channels; map++)
            {
                int first = block.Offset + (map * block.Side * block.Side);
                for (int p = 0; p < block.Side; p++)
                {
                    for (int q = 0; q < block.Side; q++)
                    {
                        (int row, int column) = WindowCutter.Source(p, q, orientation, block.Side);
                        turned[first + (row * block.Side) + column] = parameters[first + (p * block.Side) + q];
                    }
                }
            }
        }

        return turned;
    }
}
