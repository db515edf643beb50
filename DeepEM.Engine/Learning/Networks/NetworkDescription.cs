using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Learning.Networks;

/// <summary>The eight layers: input, three convolutions each followed by pooling, one output unit.</summary>
/// <remarks>
/// Zhu, Ouyang, Mao, BMC Bioinformatics 18:348 (2017), "Design of the DeepEM model": valid convolutions, every output
/// map sees every input map, non-overlapping pooling, all maps of the last pooling flattened into one unit with a
/// sigmoid. The published poolings tile their maps; where one does not, the rows and columns over are left out.
/// </remarks>
public sealed record NetworkDescription
{
    /// <summary>Describes a network.</summary>
    /// <param name="inputSide">Side of the square input window, pixels of the image the network sees.</param>
    /// <param name="stages">The convolution and pooling pairs, from the input on.</param>
    /// <param name="activation">Applied after each convolution.</param>
    /// <param name="pooling">Mean, as published, or maximum.</param>
    /// <exception cref="ArgumentException">A convolution or a pooling does not fit its map.</exception>
    public NetworkDescription(
        int inputSide, IReadOnlyList<ConvolutionStage> stages, ActivationKind activation, PoolingKind pooling)
    {
        ArgumentNullException.ThrowIfNull(stages);
        InputSide = inputSide;
        Stages = [.. stages];
        Activation = activation;
        Pooling = pooling;

        int side = inputSide;
        foreach (ConvolutionStage stage in Stages)
        {
            if (stage.Maps < 1 || stage.KernelSize < 1 || stage.PoolSize < 1)
            {
                throw new ArgumentException($"The network has an impossible layer: {stage}.", nameof(stages));
            }

            int convolved = side - stage.KernelSize + 1;
            if (convolved < stage.PoolSize)
            {
                throw new ArgumentException(
                    $"A {stage.KernelSize} px convolution of a {side} px map leaves {convolved} px, too few for "
                    + $"pooling by {stage.PoolSize}.",
                    nameof(stages));
            }

            side = convolved / stage.PoolSize;
        }

        OutputSide = side;
    }

    /// <summary>Side of the square input window, pixels of the image the network sees.</summary>
    public int InputSide { get; }

    /// <summary>The convolution and pooling pairs, from the input on.</summary>
    public IReadOnlyList<ConvolutionStage> Stages { get; }

    /// <summary>Applied after each convolution.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Mean or maximum.</summary>
    public PoolingKind Pooling { get; }

    /// <summary>Side of the maps that the output unit sees.</summary>
    public int OutputSide { get; }

    /// <summary>Maps that the output unit sees.</summary>
    public int OutputMaps => Stages.Count == 0 ? 1 : Stages[^1].Maps;

    /// <summary>Values that the output unit sees.</summary>
    public int DenseInputs => OutputMaps * OutputSide * OutputSide;

    /// <summary>Product of the pooling sizes: the step of the plain, fully convolutional evaluation.</summary>
    public int TotalStride
    {
        get
        {
            int stride = 1;
            foreach (ConvolutionStage stage in Stages)
            {
                stride *= stage.PoolSize;
            }

            return stride;
        }
    }

    /// <summary>Whether every pooling tiles its map exactly, as in the published networks.</summary>
    public bool PoolingsTile =>
        ConvolutionShapes(1).Zip(Stages).All(s => s.First.OutHeight % s.Second.PoolSize == 0);

    /// <summary>Weights and biases of all layers.</summary>
    public int ParameterCount
    {
        get
        {
            int count = DenseInputs + 1;
            int channels = 1;
            foreach (ConvolutionStage stage in Stages)
            {
                count += stage.Maps * ((channels * stage.KernelSize * stage.KernelSize) + 1);
                channels = stage.Maps;
            }

            return count;
        }
    }

    /// <summary>The extents of each convolution for a batch of windows.</summary>
    /// <param name="batch">Windows in the batch.</param>
    /// <returns>One shape for each stage.</returns>
    public IReadOnlyList<ConvolutionShape> ConvolutionShapes(int batch)
    {
        var shapes = new ConvolutionShape[Stages.Count];
        int side = InputSide;
        int channels = 1;
        for (int s = 0; s < shapes.Length; s++)
        {
            ConvolutionStage stage = Stages[s];
            shapes[s] = new ConvolutionShape(
                batch, channels, side, side, stage.Maps, stage.KernelSize, stage.KernelSize);
            side = shapes[s].OutHeight / stage.PoolSize;
            channels = stage.Maps;
        }

        return shapes;
    }

    /// <summary>The extents of the pooling after a convolution.</summary>
    /// <param name="stage">Number of the stage, from 0.</param>
    /// <param name="convolution">Extents of its convolution.</param>
    /// <returns>Extents of ordinary pooling.</returns>
    public PoolingShape PoolingShape(int stage, ConvolutionShape convolution) => new(
        convolution.Batch,
        convolution.Filters,
        convolution.OutHeight,
        convolution.OutWidth,
        Stages[stage].PoolSize,
        Fragments: false);

    /// <summary>Multiply-adds for the score of one window.</summary>
    public long MultiplyAddsPerWindow
    {
        get
        {
            long sum = DenseInputs;
            foreach (ConvolutionShape shape in ConvolutionShapes(1))
            {
                sum += shape.MultiplyAdds;
            }

            return sum;
        }
    }

    /// <inheritdoc/>
    public bool Equals(NetworkDescription? other) =>
        other is not null
        && InputSide == other.InputSide
        && Stages.SequenceEqual(other.Stages)
        && Activation == other.Activation
        && Pooling == other.Pooling;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputSide, Stages.Count, Activation, Pooling, ParameterCount);

    /// <summary>
    /// For example "64 px; 9x9x16, pool 2; 5x5x32, pool 2; 3x3x64, pool 2; 1,600 inputs to the output".
    /// </summary>
    public override string ToString() =>
        $"{InputSide} px; "
        + string.Join("; ", Stages.Select(s => $"{s.KernelSize}x{s.KernelSize}x{s.Maps}, pool {s.PoolSize}"))
        + $"; {DenseInputs:N0} inputs to the output";
}
