using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>What a piece of work costs at least, to be held against the limits of the machine.</summary>
/// <param name="Operations">
/// Floating-point operations of the definition, two for each multiply-add: a faster algorithm does fewer, and so its
/// rate may exceed the peak.
/// </param>
/// <param name="Bytes">Bytes of the inputs and the outputs, each counted once.</param>
public readonly record struct WorkCost(double Operations, double Bytes)
{
    /// <summary>The cost of a convolution, forward or either gradient.</summary>
    /// <param name="shape">Its extents.</param>
    /// <returns>Operations, and the bytes of images on both sides.</returns>
    public static WorkCost Of(ConvolutionShape shape) =>
        new(2.0 * shape.MultiplyAdds, sizeof(float) * (double)(shape.Input.Length + shape.Output.Length));

    /// <summary>The cost of pooling forward; only moving data counts.</summary>
    /// <param name="shape">Its extents.</param>
    /// <returns>Bytes of the images on both sides.</returns>
    public static WorkCost Of(PoolingShape shape) =>
        new(0, sizeof(float) * (double)(shape.Input.Length + shape.Output.Length));

    /// <summary>The cost of an expansion: every pixel of the mask times every part of a coefficient.</summary>
    /// <param name="shape">What is expanded.</param>
    /// <returns>Operations.</returns>
    public static WorkCost Of(PolarExpansion shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        double pixels = Math.PI * shape.Basis.MaskRadius * shape.Basis.MaskRadius;
        return new WorkCost(2 * pixels * shape.Crops * shape.Shifts.Count * 2 * shape.Basis.Length, 0);
    }

    /// <summary>The cost of an alignment: products with the references, and their sums over all rotations.</summary>
    /// <param name="shape">What is aligned.</param>
    /// <returns>Operations.</returns>
    public static WorkCost Of(AlignmentShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        double places = (double)shape.Crops * shape.Shifts * shape.Classes;
        return new WorkCost(
            places * ((8.0 * shape.Basis.Length) + (4.0 * shape.Basis.Orders * shape.Basis.Rotations)), 0);
    }

    /// <summary>The cost of a step of training: forward, and both gradients but by the first input.</summary>
    /// <param name="network">The network.</param>
    /// <param name="windows">Windows in the batch.</param>
    /// <returns>Operations of convolutions and output unit.</returns>
    public static WorkCost OfTraining(NetworkDescription network, int windows)
    {
        ArgumentNullException.ThrowIfNull(network);
        long first = network.ConvolutionShapes(1)[0].MultiplyAdds;
        return new WorkCost(2.0 * ((3 * network.MultiplyAddsPerWindow) - first) * windows, 0);
    }

    /// <summary>The cost of the scores of a grid of windows, with nothing computed twice.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stride">Distance of neighbouring windows.</param>
    /// <param name="rows">Rows of windows.</param>
    /// <param name="columns">Columns of windows.</param>
    /// <returns>Operations of convolutions and output unit.</returns>
    public static WorkCost OfDense(NetworkDescription network, int stride, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(network);
        double height = ((rows - 1.0) * stride) + network.InputSide;
        double width = ((columns - 1.0) * stride) + network.InputSide;
        double operations = 0;
        double dilation = 1;
        int channels = 1;
        int step = 1;
        foreach (ConvolutionStage stage in network.Stages)
        {
            height -= dilation * (stage.KernelSize - 1);
            width -= dilation * (stage.KernelSize - 1);
            operations += 2.0 * height * width * stage.KernelSize * stage.KernelSize * channels * stage.Maps;
            if (step == stride)
            {
                height -= dilation * (stage.PoolSize - 1);
                width -= dilation * (stage.PoolSize - 1);
                dilation *= stage.PoolSize;
            }
            else
            {
                height = Math.Floor(height / stage.PoolSize);
                width = Math.Floor(width / stage.PoolSize);
                step *= stage.PoolSize;
            }

            channels = stage.Maps;
        }

        return new WorkCost(operations + (2.0 * rows * columns * network.DenseInputs), 0);
    }
}
